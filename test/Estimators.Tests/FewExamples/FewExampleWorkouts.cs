using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.FewExamples;

[TestClass]
public sealed class PrototypesWorkout : EstimatorWorkout<PrototypesTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Label"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance; // a label may be a text

    protected override IEstimator<PrototypesTransformer> CreateEstimator(MLContext ml) =>
        ml.MulticlassClassification.Trainers.Prototypes(Small);

    protected override IDataView CreateData(MLContext ml) => Blobs.WithKeys(ml);

    internal static PrototypesOptions Small { get; } = new()
    {
        Body = new DenseBody { HiddenSizes = [6], EmbeddingSize = 4 },
        Episodes = new EpisodeOptions { Shots = 2, Queries = 3, PerEpoch = 10 },
        Training = new TrainingOptions { Epochs = 2 },
    };
}

[TestClass]
public sealed class GivenFeaturesPrototypesWorkout : EstimatorWorkout<PrototypesTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Name"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance;

    protected override bool HasChance => false;

    protected override IEstimator<PrototypesTransformer> CreateEstimator(MLContext ml) =>
        ml.MulticlassClassification.Trainers.Prototypes(new PrototypesOptions { LabelColumnName = "Name", Body = null });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}

[TestClass]
public sealed class DescribedPrototypesWorkout : EstimatorWorkout<PrototypesTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Label"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance;

    protected override IEstimator<PrototypesTransformer> CreateEstimator(MLContext ml) =>
        ml.MulticlassClassification.Trainers.Prototypes(Small);

    protected override IDataView CreateData(MLContext ml) => Blobs.WithKeys(ml);

    internal static PrototypesOptions Small { get; } = new()
    {
        Body = new ConvolutionalBody
        {
            Height = 2,
            Width = 4,
            Layers = [new ConvolutionLayer(2, 3) { Padding = ConvolutionPadding.Same }, new BatchNormalizationLayer(), new FlattenLayer()],
            EmbeddingSize = 4,
            Augmentation = new PictureAugmentation { CropPadding = 1, Noise = 0.01 },
        },
        ClassDescriptions = new ClassDescriptions
        {
            Classes =
            [
                new("class 0", [1, 0, 0]), new("class 1", [0, 1, 0]), new("class 2", [0, 0, 1]), new("class 3", [1, 1, 0]),
            ],
            HeldOutClasses = 1,
            HiddenSizes = [3],
        },
        Training = new TrainingOptions { Epochs = 2, BatchSize = 16 },
    };
}

[TestClass]
public sealed class MetricEmbeddingWorkout : EstimatorWorkout<MetricEmbeddingTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Name"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance;

    protected override IEstimator<MetricEmbeddingTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.MetricEmbedding("Vector", "Features", "Name", Small);

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);

    internal static MetricEmbeddingOptions Small { get; } = new()
    {
        Body = new DenseBody { HiddenSizes = [6], EmbeddingSize = 3 },
        BatchesPerEpoch = 10,
        Training = new TrainingOptions { Epochs = 2 },
    };
}
