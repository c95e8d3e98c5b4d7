using DeepML.Estimators.Tests.RecurrentSequences;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Multitask;

/// <summary>Small networks of several tasks over pictures and sequences.</summary>
internal static class MultitaskWorkouts
{
    public static ConvolutionalBody PictureBody { get; } = new()
    {
        Height = 2,
        Width = 4,
        Layers = [new ConvolutionLayer(2, 3) { Padding = ConvolutionPadding.Same }, new BatchNormalizationLayer(), new FlattenLayer()],
        EmbeddingSize = 4,
    };

    public static MultitaskOptions Pictures { get; } = MultitaskWorkout.Small with { Body = PictureBody };
}

[TestClass]
public sealed class PictureMultitaskWorkout : EstimatorWorkout<MultitaskTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Number"];

    protected override IEstimator<MultitaskTransformer> CreateEstimator(MLContext ml) => ml.Transforms.MultitaskNetwork(
        "Features", MultitaskWorkout.Heads[1..], MultitaskWorkouts.Pictures with
        {
            Body = MultitaskWorkouts.PictureBody with { Augmentation = new PictureAugmentation { CropPadding = 1, Noise = 0.01 } },
            SoftSharing = 0.01,
        });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}

[TestClass]
public sealed class KeyMultitaskWorkout : EstimatorWorkout<MultitaskTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Keys", "Label", "First"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance; // a class may be a text

    protected override IEstimator<MultitaskTransformer> CreateEstimator(MLContext ml) => ml.Transforms.MultitaskNetwork(
        "Keys", [new("Label", TaskHeadKind.Multiclass), new("First", TaskHeadKind.Regression)], new MultitaskOptions
        {
            Body = new SequenceBody
            {
                Encoder = new LstmEncoder { HiddenSize = 6 },
                KeyEmbeddingSize = 4,
                Bidirectional = true,
                Pooling = SequencePooling.Attention,
                EmbeddingSize = 4,
            },
            HiddenSizes = [5],
            LearnTaskWeights = true,
            Training = Sequences.Quick(),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.WithClass(ml);
}

[TestClass]
public sealed class NumberMultitaskWorkout : EstimatorWorkout<MultitaskTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Numbers", "StartsWithOne", "First"];

    protected override IEstimator<MultitaskTransformer> CreateEstimator(MLContext ml) => ml.Transforms.MultitaskNetwork(
        "Numbers", [new("StartsWithOne", TaskHeadKind.Binary), new("First", TaskHeadKind.Regression)], new MultitaskOptions
        {
            Body = new SequenceBody
            {
                StepSize = 2,
                MaximumLength = 5,
                Encoder = new GruEncoder { HiddenSize = 6 },
                InputScaling = NetworkInputScaling.Standard,
            },
            HiddenSizes = [5],
            SoftSharing = 0.01,
            Training = Sequences.Quick(),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}
