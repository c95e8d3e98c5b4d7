using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Translation;

[TestClass]
public sealed class TranslateImageWorkout : EstimatorWorkout<ImageTranslationTransformer>
{
    public static readonly TranslateImageOptions Small = new()
    {
        Generator = new UNetGenerator { Depth = 1, Filters = 4 },
        Training = new TrainingOptions { Epochs = 2, BatchSize = 8, LearningRate = 0.01 },
    };

    protected override IReadOnlyList<string> NeededColumns => ["Picture"];

    protected override IEstimator<ImageTranslationTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.TranslateImage("Made", "Picture", "Target", Small);

    protected override IDataView CreateData(MLContext ml) => PicturePairs.View(ml);
}

/// <summary>The game against a discriminator, with a mean picture to start from.</summary>
[TestClass]
public sealed class AdversarialTranslationWorkout : EstimatorWorkout<ImageTranslationTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Picture"];

    protected override IEstimator<ImageTranslationTransformer> CreateEstimator(MLContext ml) => ml.Transforms.TranslateImage(
        "Made", "Picture", "Target", TranslateImageWorkout.Small with
        {
            Base = ImageBase.MeanPicture,
            Generator = new ResidualGenerator { Blocks = 1, Filters = 4, Halvings = 1, Normalization = ImageNormalization.Instance },
            Discriminator = new PatchDiscriminator { Halvings = 1, Filters = 4 },
            Training = TranslateImageWorkout.Small.Training with { ValidationFraction = 0.2 },
        });

    protected override IDataView CreateData(MLContext ml) => PicturePairs.View(ml);
}
