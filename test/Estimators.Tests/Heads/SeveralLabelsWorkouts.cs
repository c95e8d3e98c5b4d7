using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Heads;

[TestClass]
public sealed class MultilabelWorkout : EstimatorWorkout<MultilayerPerceptronTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Flags"];

    protected override IEstimator<MultilayerPerceptronTransformer> CreateEstimator(MLContext ml) =>
        ml.MultilabelClassification().Trainers.MultilayerPerceptron(Small("Flags"));

    protected override IDataView CreateData(MLContext ml) => SeveralRows.View(ml);

    internal static MultilayerPerceptronOptions Small(string label) => new()
    {
        LabelColumnName = label,
        HiddenSizes = [6],
        Training = new TrainingOptions { Epochs = 3, BatchSize = 16 },
    };
}

[TestClass]
public sealed class VectorRegressionWorkout : EstimatorWorkout<MultilayerPerceptronTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Sizes"];

    protected override double BatchTolerance => 1e-3; // of numbers around 100

    protected override IEstimator<MultilayerPerceptronTransformer> CreateEstimator(MLContext ml) =>
        ml.VectorRegression().Trainers.MultilayerPerceptron(MultilabelWorkout.Small("Sizes") with { Loss = new HuberLoss() });

    protected override IDataView CreateData(MLContext ml) => SeveralRows.View(ml);
}
