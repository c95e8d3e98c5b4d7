using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.Solvers;

namespace Microsoft.ML.Trainers;

/// Logistic regression; the sigmoid of the margin is the probability.
public sealed class LbfgsLogisticRegressionBinaryTrainer
    : LbfgsTrainerBase<LbfgsLogisticRegressionBinaryTrainer.Options, BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>,
        CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>
{
    internal LbfgsLogisticRegressionBinaryTrainer(IHostEnvironment env, Options options)
        : base(env, "LogisticRegression", options, ScoreColumns.BooleanLabel(options.LabelColumnName))
    {
    }

    public BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> Fit(
        IDataView trainData, LinearModelParameters modelParameters) => FitFrom(trainData, modelParameters);

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape inputSchema) => ScoreColumns.CalibratedShape();

    private protected override CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> Train(TrainingSet rows, IChannel channel, object start)
    {
        var initial = start is LinearModelParameters model ? LinearWeights.Join(model) : null;
        var (weights, bias) = LinearWeights.Split(Minimize(rows, 1, LinearObjectives.Logistic, initial));
        // 1 / (1 + exp(-margin)) in Platt's form.
        return new CalibratedModelParameters<LinearBinaryModelParameters, PlattCalibrator>(new LinearBinaryModelParameters(weights, bias), new PlattCalibrator(-1, 0));
    }

    private protected override BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> MakeTransformer(
        CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> model, DataViewSchema trainSchema) =>
        new(Host, model, trainSchema, FeatureColumn.Name);

    public sealed class Options : OptionsBase
    {
    }
}
