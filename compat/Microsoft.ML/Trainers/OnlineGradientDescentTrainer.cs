using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.Solvers;

namespace Microsoft.ML.Trainers;

public sealed class OnlineGradientDescentTrainer
    : AveragedLinearTrainer<RegressionPredictionTransformer<LinearRegressionModelParameters>, LinearRegressionModelParameters>
{
    private readonly Options _options;

    internal OnlineGradientDescentTrainer(IHostEnvironment env, Options options)
        : base(env, "OnlineGradientDescentRegression", options, ScoreColumns.SingleLabel(options.LabelColumnName))
    {
        _options = options;
    }

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape inputSchema) => ScoreColumns.RegressionShape();

    private protected override LinearRegressionModelParameters Train(TrainingSet rows, IChannel channel, object start)
    {
        var (weights, bias) = Learn(rows, _options.LossFunction, start);
        return new LinearRegressionModelParameters(weights, bias);
    }

    private protected override RegressionPredictionTransformer<LinearRegressionModelParameters> MakeTransformer(
        LinearRegressionModelParameters model, DataViewSchema trainSchema) => new(Host, model, trainSchema[FeatureColumn.Name].Type, FeatureColumn.Name);

    public sealed class Options : AveragedLinearOptions
    {
        public Options()
        {
            LearningRate = 0.1f;
            DecreaseLearningRate = true;
        }

        public IRegressionLoss LossFunction { get; set; } = new SquaredLoss();
    }
}
