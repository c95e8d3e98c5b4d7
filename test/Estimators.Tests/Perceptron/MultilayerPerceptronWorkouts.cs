using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.MultilayerPerceptron;

[TestClass]
public sealed class MulticlassPerceptronWorkout : EstimatorWorkout<MultilayerPerceptronTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Label"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance; // a label may be a text

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

[TestClass]
public sealed class TablePerceptronWorkout : EstimatorWorkout<MultilayerPerceptronTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Number", "IsFirst", "Label", "Name"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance; // a label may be a text

    protected override IEstimator<MultilayerPerceptronTransformer> CreateEstimator(MLContext ml) =>
        ml.MulticlassClassification.Trainers.MultilayerPerceptron(MulticlassPerceptronWorkout.Small("Name") with
        {
            FeatureColumnNames = ["Features", "Number", "IsFirst"],
            KeyColumns = ["Label"],
        });

    protected override IDataView CreateData(MLContext ml) => Blobs.WithKeys(ml);
}

[TestClass]
public sealed class SparsePerceptronWorkout : EstimatorWorkout<MultilayerPerceptronTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Label"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance; // a label may be a text

    protected override IEstimator<MultilayerPerceptronTransformer> CreateEstimator(MLContext ml) =>
        ml.MulticlassClassification.Trainers.MultilayerPerceptron(MulticlassPerceptronWorkout.Small("Label") with { ReadSparse = true });

    protected override IDataView CreateData(MLContext ml) => Blobs.WithKeys(ml);
}
