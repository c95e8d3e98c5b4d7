using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.DeepBelief;

[TestClass]
public sealed class DeepBeliefWorkout : EstimatorWorkout<DeepBeliefTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override IEstimator<DeepBeliefTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.DeepBeliefNetwork("Top", "Features", new DeepBeliefOptions
        {
            Layers = [new() { HiddenSize = 6, HiddenUnits = HiddenUnits.NoisyReLU, Training = Brief(0.005) }, new()
        {
            HiddenSize = 4,
            Persistent = true
        }],
            Training = Brief(0.05) with { ValidationFraction = 0.2 },
        });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);

    internal static TrainingOptions Brief(double rate) =>
        RbmOptions.DefaultTraining with { Epochs = 2, BatchSize = 16, LearningRate = rate };

    internal static DeepBeliefPredictionOptions Small(string label, VisibleUnits units = VisibleUnits.Bernoulli) => new()
    {
        LabelColumnName = label,
        VisibleUnits = units,
        Layers = [new() { HiddenSize = 6 }, new() { HiddenSize = 4 }],
        Dropout = 0.1,
        Pretraining = Brief(0.01),
        Training = new TrainingOptions { Epochs = 3, BatchSize = 16 },
    };
}

[TestClass]
public sealed class MulticlassDeepBeliefWorkout : EstimatorWorkout<DeepBeliefPredictionTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Label"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance; // a label may be a text

    protected override IEstimator<DeepBeliefPredictionTransformer> CreateEstimator(MLContext ml) =>
        ml.MulticlassClassification.Trainers.DeepBeliefNetwork(DeepBeliefWorkout.Small("Label", VisibleUnits.Gaussian));

    protected override IDataView CreateData(MLContext ml) => Blobs.WithKeys(ml);
}

[TestClass]
public sealed class BinaryDeepBeliefWorkout : EstimatorWorkout<DeepBeliefPredictionTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "IsFirst"];

    protected override IEstimator<DeepBeliefPredictionTransformer> CreateEstimator(MLContext ml) =>
        ml.BinaryClassification.Trainers.DeepBeliefNetwork(DeepBeliefWorkout.Small("IsFirst"));

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}

[TestClass]
public sealed class RegressionDeepBeliefWorkout : EstimatorWorkout<DeepBeliefPredictionTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Number"];

    protected override IEstimator<DeepBeliefPredictionTransformer> CreateEstimator(MLContext ml) =>
        ml.Regression.Trainers.DeepBeliefNetwork(DeepBeliefWorkout.Small("Number"));

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}
