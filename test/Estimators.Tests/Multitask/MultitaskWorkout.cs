using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Multitask;

[TestClass]
public sealed class MultitaskWorkout : EstimatorWorkout<MultitaskTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Label", "IsFirst", "Number"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance; // a class may be a text

    protected override IEstimator<MultitaskTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.MultitaskNetwork("Features", Heads, Small);

    protected override IDataView CreateData(MLContext ml) => Blobs.WithKeys(ml);

    internal static TaskHead[] Heads { get; } =
    [
        new("Kind", TaskHeadKind.Multiclass) { LabelColumnName = "Label" }, new("IsFirst", TaskHeadKind.Binary),
        new("Number", TaskHeadKind.Regression),
    ];

    internal static MultitaskOptions Small { get; } = new()
    {
        HiddenSizes = [6],
        Training = new TrainingOptions { Epochs = 3, BatchSize = 16 },
    };
}

[TestClass]
public sealed class SoftMultitaskWorkout : EstimatorWorkout<MultitaskTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Number"];

    protected override IEstimator<MultitaskTransformer> CreateEstimator(MLContext ml) => ml.Transforms.MultitaskNetwork(
        "Features", MultitaskWorkout.Heads[1..],
        MultitaskWorkout.Small with { SoftSharing = 0.01, LearnTaskWeights = true, HeadSizes = [3], Dropout = 0.1 });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}
