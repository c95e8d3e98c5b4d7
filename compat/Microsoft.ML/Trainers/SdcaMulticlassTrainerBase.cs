using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract class SdcaMulticlassTrainerBase<TModel>
    : SdcaTrainerBase<SdcaMulticlassTrainerBase<TModel>.MulticlassOptions, MulticlassPredictionTransformer<TModel>, TModel>
    where TModel : class
{
    private protected SdcaMulticlassTrainerBase(IHostEnvironment env, string name, MulticlassOptions options)
        : base(env, name, options, ScoreColumns.KeyLabel(options.LabelColumnName))
    {
    }

    private protected sealed override SchemaShape.Column[] GetOutputColumns(SchemaShape inputSchema) =>
        ScoreColumns.MulticlassShape(inputSchema.Find(Host, LabelColumn.Name, "label"));

    private protected sealed override MulticlassPredictionTransformer<TModel> MakeTransformer(TModel model, DataViewSchema trainSchema) =>
        new(Host, model, trainSchema, FeatureColumn.Name, LabelColumn.Name);

    public class MulticlassOptions : OptionsBase
    {
    }
}
