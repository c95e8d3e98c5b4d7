using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.Solvers;

namespace Microsoft.ML.Trainers;

/// Softmax regression.
public sealed class LbfgsMaximumEntropyMulticlassTrainer
    : LbfgsTrainerBase<LbfgsMaximumEntropyMulticlassTrainer.Options, MulticlassPredictionTransformer<MaximumEntropyModelParameters>, MaximumEntropyModelParameters>
{
    internal LbfgsMaximumEntropyMulticlassTrainer(IHostEnvironment env, Options options)
        : base(env, "MultiClassLogisticRegression", options, ScoreColumns.KeyLabel(options.LabelColumnName))
    {
    }

    public MulticlassPredictionTransformer<MaximumEntropyModelParameters> Fit(IDataView trainData, MaximumEntropyModelParameters modelParameters) =>
        FitFrom(trainData, modelParameters);

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape inputSchema) =>
        ScoreColumns.MulticlassShape(inputSchema.Find(Host, LabelColumn.Name, "label"));

    private protected override MaximumEntropyModelParameters Train(TrainingSet rows, IChannel channel, object start)
    {
        var initial = start is MaximumEntropyModelParameters model ? LinearWeights.Join(model, rows.ClassCount, Host) : null;
        return LinearWeights.ToMaximumEntropy(Minimize(rows, rows.ClassCount, LinearObjectives.Softmax, initial), rows.ClassCount);
    }

    private protected override MulticlassPredictionTransformer<MaximumEntropyModelParameters> MakeTransformer(MaximumEntropyModelParameters model, DataViewSchema trainSchema) =>
        new(Host, model, trainSchema, FeatureColumn.Name, LabelColumn.Name);

    public sealed class Options : OptionsBase
    {
    }
}
