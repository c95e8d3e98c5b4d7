using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Rbm;

[TestClass]
public sealed class BernoulliRbmWorkout : EstimatorWorkout<RbmTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override IEstimator<RbmTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", Small() with { FreeEnergyColumnName = "Energy" });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);

    internal static RbmOptions Small() =>
        new() { HiddenSize = 5, Training = RbmOptions.DefaultTraining with { Epochs = 3, BatchSize = 16 } };
}

[TestClass]
public sealed class PersistentGaussianRbmWorkout : EstimatorWorkout<RbmTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override IEstimator<RbmTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", BernoulliRbmWorkout.Small() with
        {
            VisibleUnits = VisibleUnits.Gaussian,
            HiddenUnits = HiddenUnits.NoisyReLU,
            Persistent = true,
            GibbsSteps = 2,
            Training = RbmOptions.DefaultTraining with { Epochs = 3, BatchSize = 16, LearningRate = 0.005, ValidationFraction = 0.2 },
        });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}
