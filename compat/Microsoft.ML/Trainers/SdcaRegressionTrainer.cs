using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.Solvers;

namespace Microsoft.ML.Trainers;

public sealed class SdcaRegressionTrainer
    : SdcaTrainerBase<SdcaRegressionTrainer.Options, RegressionPredictionTransformer<LinearRegressionModelParameters>, LinearRegressionModelParameters>
{
    internal SdcaRegressionTrainer(IHostEnvironment env, Options options)
        : base(env, "SdcaRegression", options, ScoreColumns.SingleLabel(options.LabelColumnName))
    {
    }

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape inputSchema) => ScoreColumns.RegressionShape();

    private protected override float DefaultL2(int rowCount, int iterations) => rowCount switch { > 10000 => 1e-4f, < 200 => 1e-2f, _ => 1e-3f };

    private protected override LinearRegressionModelParameters Train(TrainingSet rows, IChannel channel, object start)
    {
        var (weights, bias) = LinearWeights.Split(new ScalarSdca(rows, Settings(rows, channel), SdcaTrainerOptions.LossFunction).Minimize(Host.Rand));
        return new LinearRegressionModelParameters(weights, bias);
    }

    private protected override RegressionPredictionTransformer<LinearRegressionModelParameters> MakeTransformer(
        LinearRegressionModelParameters model, DataViewSchema trainSchema) => new(Host, model, trainSchema[FeatureColumn.Name].Type, FeatureColumn.Name);

    public sealed class Options : OptionsBase
    {
        public Options()
        {
            ConvergenceTolerance = 0.01f;
            BiasLearningRate = 1;
        }

        public ISupportSdcaRegressionLoss LossFunction { get; set; } = new SquaredLoss();
    }
}
