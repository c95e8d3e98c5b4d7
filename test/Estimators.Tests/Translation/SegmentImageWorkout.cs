using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Translation;

[TestClass]
public sealed class SegmentImageWorkout : EstimatorWorkout<SegmentImageTransformer>
{
    public static readonly SegmentImageOptions Small = new()
    {
        Generator = new ResidualGenerator { Blocks = 1, Filters = 6 },
        Training = new TrainingOptions { Epochs = 2, BatchSize = 4, LearningRate = 0.02 },
    };

    protected override IReadOnlyList<string> NeededColumns => ["Picture"];

    protected override IEstimator<SegmentImageTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.SegmentImage("Found", "Picture", "Classes", Small);

    protected override IDataView CreateData(MLContext ml) => ClassPictures.Noise(ml);
}

/// <summary>Classes as keys, the answer as a coloured picture.</summary>
[TestClass]
public sealed class ColouredSegmentImageWorkout : EstimatorWorkout<SegmentImageTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Picture"];

    protected override IEstimator<SegmentImageTransformer> CreateEstimator(MLContext ml) => ml.Transforms.SegmentImage(
        "Found", "Picture", "Keys", SegmentImageWorkout.Small with
        {
            Answer = SegmentationAnswer.Colors,
            ClassWeights = [0.5, 1, 2],
            IgnoredClass = 2,
            DiceWeight = 0.5,
            CropSize = 8,
        });

    protected override IDataView CreateData(MLContext ml) => ClassPictures.Noise(ml);
}
