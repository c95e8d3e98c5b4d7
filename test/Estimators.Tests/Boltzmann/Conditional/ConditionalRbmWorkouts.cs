using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Rbm;

[TestClass]
public sealed class ConditionalRbmWorkout : EstimatorWorkout<ConditionalRbmTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override IEstimator<ConditionalRbmTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.ConditionalBoltzmannMachine("Hidden", "Features", Small with { FreeEnergyColumnName = "Energy" });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);

    // The eight numbers of a row are four frames of two.
    internal static ConditionalRbmOptions Small { get; } = new()
    {
        PastFrames = 3,
        HiddenSize = 5,
        NextFrameColumnName = "Next",
        Training = new ConditionalRbmOptions().Training with { Epochs = 3, BatchSize = 16 },
    };
}

[TestClass]
public sealed class GaussianConditionalRbmWorkout : EstimatorWorkout<ConditionalRbmTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override IEstimator<ConditionalRbmTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.ConditionalBoltzmannMachine("Hidden", "Features", ConditionalRbmWorkout.Small with
        {
            PastFrames = 1,
            VisibleUnits = VisibleUnits.Gaussian,
            HiddenUnits = HiddenUnits.NoisyReLU,
            GibbsSteps = 2,
        });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}
