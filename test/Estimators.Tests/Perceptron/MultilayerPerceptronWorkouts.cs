using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.MultilayerPerceptron;

[TestClass]
public sealed class MulticlassPerceptronWorkout : EstimatorWorkout<MultilayerPerceptronTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Label"];

    protected override IEstimator<MultilayerPerceptronTransformer> CreateEstimator(MLContext ml) =>
        ml.MulticlassClassification.Trainers.MultilayerPerceptron(Small("Label"));

    protected override IDataView CreateData(MLContext ml) => Blobs.WithKeys(ml);

    internal static MultilayerPerceptronOptions Small(string label) => new()
    {
        LabelColumnName = label,
        HiddenSizes = [6],
        Training = new TrainingOptions { Epochs = 3, BatchSize = 16 },
    };
}

[TestClass]
public sealed class BinaryPerceptronWorkout : EstimatorWorkout<MultilayerPerceptronTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "IsFirst"];

    protected override IEstimator<MultilayerPerceptronTransformer> CreateEstimator(MLContext ml) =>
        ml.BinaryClassification.Trainers.MultilayerPerceptron(MulticlassPerceptronWorkout.Small("IsFirst"));

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}

[TestClass]
public sealed class RegressionPerceptronWorkout : EstimatorWorkout<MultilayerPerceptronTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Number"];

    protected override IEstimator<MultilayerPerceptronTransformer> CreateEstimator(MLContext ml) =>
        ml.Regression.Trainers.MultilayerPerceptron(MulticlassPerceptronWorkout.Small("Number"));

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}
