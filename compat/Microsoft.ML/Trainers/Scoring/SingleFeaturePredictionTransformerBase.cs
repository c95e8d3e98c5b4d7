using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

public abstract class SingleFeaturePredictionTransformerBase<TModel> : PredictionTransformerBase<TModel>, ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected SingleFeaturePredictionTransformerBase(IHost host, TModel model, DataViewType featureType, string featureColumn) : base(host, model)
    {
        FeatureColumnName = featureColumn;
        FeatureColumnType = featureType;
    }

    public string FeatureColumnName { get; }

    public DataViewType FeatureColumnType { get; }

    public sealed override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        var feature = Feature(inputSchema, nameof(inputSchema));
        if (!feature.Type.Equals(FeatureColumnType))
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName, FeatureColumnType.ToString(), feature.Type.ToString());
        return MakeMapper(inputSchema).OutputSchema;
    }

    private protected sealed override RowToRowMapper MakeMapper(DataViewSchema inputSchema)
    {
        var feature = Feature(inputSchema, "schema");
        Host.Check(feature.Type.Equals(FeatureColumnType),
            $"Schema mismatch for feature column '{FeatureColumnName}': expected {FeatureColumnType}, got {feature.Type}");
        return new RowToRowMapper(Host, new PredictionMapper(Host, inputSchema, feature, (IScorer)Model, MakeColumns(new ScoreAnnotations(inputSchema))));
    }

    /// The added columns in their order.
    private protected abstract PredictionColumn[] MakeColumns(ScoreAnnotations annotations);

    private protected sealed override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(PredictionTransformerLoader.Version);
        ctx.SaveNonEmptyString(FeatureColumnName);
        ctx.Writer.WriteType(FeatureColumnType);
        SaveMore(ctx);
        ctx.SaveModel((ICanSaveModel)(object)Model, "Model");
    }

    /// What this kind of prediction needs beyond feature column and model.
    private protected virtual void SaveMore(ModelSaveContext ctx)
    {
    }

    private DataViewSchema.Column Feature(DataViewSchema schema, string paramName) =>
        schema.GetColumnOrNull(FeatureColumnName) ?? throw Host.ExceptSchemaMismatch(paramName, "feature", FeatureColumnName);
}
