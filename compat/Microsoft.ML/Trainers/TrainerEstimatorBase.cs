using Microsoft.ML.Data;
using Microsoft.ML.Evaluation;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.Solvers;

namespace Microsoft.ML.Trainers;

/// Schema check, one pass that reads the rows, the solver, the transformer: what every trainer shares.
public abstract class TrainerEstimatorBase<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    public readonly SchemaShape.Column FeatureColumn;
    public readonly SchemaShape.Column LabelColumn;
    public readonly SchemaShape.Column WeightColumn;

    private protected TrainerEstimatorBase(IHost host, SchemaShape.Column feature, SchemaShape.Column label, SchemaShape.Column weight)
    {
        Host = host;
        FeatureColumn = feature;
        LabelColumn = label;
        WeightColumn = weight;
    }

    public abstract TrainerInfo Info { get; }

    private protected IHost Host { get; }

    public TTransformer Fit(IDataView input) => FitFrom(input, null);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        CheckInput(inputSchema);
        return inputSchema.With(GetOutputColumns(inputSchema));
    }

    private protected abstract SchemaShape.Column[] GetOutputColumns(SchemaShape inputSchema);

    /// The start, where given, is a model whose weights the solver starts from.
    private protected abstract TModel Train(TrainingSet rows, IChannel channel, object start);

    private protected abstract TTransformer MakeTransformer(TModel model, DataViewSchema trainSchema);

    private protected TTransformer FitFrom(IDataView data, object start)
    {
        Host.CheckValue(data, nameof(data));
        CheckInput(SchemaShape.Create(data.Schema));
        using var channel = Host.Start("Training");
        var rows = Read(data, channel);
        if (start is IScorer given && given.FeatureCount != rows.FeatureCount)
            throw Host.Except($"The initial model has {given.FeatureCount} features, the data have {rows.FeatureCount}");
        return MakeTransformer(Train(rows, channel, start), data.Schema);
    }

    private void CheckInput(SchemaShape shape)
    {
        shape.Require(Host, FeatureColumn, "feature");
        if (LabelColumn.Name is not null)
            shape.Require(Host, LabelColumn, "label");
        if (WeightColumn.Name is not null)
            shape.Require(Host, WeightColumn, "weight");
    }

    private TrainingSet Read(IDataView data, IChannel channel)
    {
        using var reader = new RowReader(data);
        var feature = data.Schema[FeatureColumn.Name];
        var features = reader.Vector(feature);
        Func<float> label = () => 0, weight = () => 1;
        var classes = 0;
        if (LabelColumn.Name is not null)
        {
            var column = data.Schema[LabelColumn.Name];
            label = reader.Label(column);
            classes = column.Type is KeyDataViewType key ? (int)Math.Min(key.Count, int.MaxValue) : 0;
        }
        if (WeightColumn.Name is not null)
            weight = reader.Value<float>(data.Schema[WeightColumn.Name]);

        var rows = new TrainingSet(((VectorDataViewType)feature.Type).Size) { ClassCount = classes };
        long skipped = 0;
        while (reader.MoveNext())
        {
            Host.CheckAlive();
            var (x, y, w) = (features(), label(), weight());
            if (x.All(float.IsFinite) && !float.IsNaN(y) && float.IsFinite(w) && w > 0)
                rows.Add(x, y, w);
            else
                skipped++;
        }
        if (skipped > 0)
            channel.Warning(MessageSensitivity.None, $"Skipped {skipped} instances with missing features, label or weight during training");
        if (rows.Count == 0)
            throw Host.Except("No valid training instances found, all instances have missing features or label");
        return rows;
    }
}
