using DeepML.Samples;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.OwnModules.Tests;

[TestClass]
public sealed class MulticlassModuleWorkout : EstimatorWorkout<TorchModulePredictionTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Label"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance; // a label may be a text

    protected override IEstimator<TorchModulePredictionTransformer> CreateEstimator(MLContext ml) =>
        ml.MulticlassClassification.Trainers.TorchModule("Label", "Features", Small, Brief);

    protected override IDataView CreateData(MLContext ml) => Blobs.WithKeys(ml);

    internal static TrainingOptions Brief => new() { Epochs = 3, BatchSize = 16 };

    internal static KolmogorovArnold Small(int features, int answers) =>
        new(new KolmogorovArnoldSettings([features, 3, answers], Bumps: 4));
}

[TestClass]
public sealed class BinaryModuleWorkout : EstimatorWorkout<TorchModulePredictionTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "IsFirst"];

    protected override IEstimator<TorchModulePredictionTransformer> CreateEstimator(MLContext ml) =>
        ml.BinaryClassification.Trainers.TorchModule("IsFirst", "Features", MulticlassModuleWorkout.Small, MulticlassModuleWorkout.Brief);

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}

[TestClass]
public sealed class RegressionModuleWorkout : EstimatorWorkout<TorchModulePredictionTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Number"];

    protected override IEstimator<TorchModulePredictionTransformer> CreateEstimator(MLContext ml) =>
        ml.Regression.Trainers.TorchModule("Number", "Features", MulticlassModuleWorkout.Small, MulticlassModuleWorkout.Brief);

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}

[TestClass]
public sealed class TransformingModuleWorkout : EstimatorWorkout<TorchModuleTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override IEstimator<TorchModuleTransformer> CreateEstimator(MLContext ml) => ml.Transforms.TorchModule(
        "Answer", "Features", size => MulticlassModuleWorkout.Small(size, size), new SquaredLoss(), MulticlassModuleWorkout.Brief);

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}
