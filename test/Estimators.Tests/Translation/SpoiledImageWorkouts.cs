using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Translation;

[TestClass]
public sealed class SuperResolveImageWorkout : EstimatorWorkout<ImageTranslationTransformer>
{
    public static readonly TrainingOptions Brief = TranslateImageWorkout.Small.Training;

    protected override IReadOnlyList<string> NeededColumns => ["Picture"];

    protected override IEstimator<ImageTranslationTransformer> CreateEstimator(MLContext ml) => ml.Transforms.SuperResolveImage(
        "Made", "Picture", new SuperResolveImageOptions
        {
            Generator = new ResidualGenerator { Blocks = 1, Filters = 4 },
            CropSize = 8,
            Training = Brief,
        });

    protected override IDataView CreateData(MLContext ml) => PicturePairs.View(ml);
}

[TestClass]
public sealed class InpaintImageWorkout : EstimatorWorkout<ImageTranslationTransformer>
{
    public static readonly InpaintImageOptions Small = new()
    {
        Generator = new UNetGenerator { Depth = 1, Filters = 4 },
        Training = SuperResolveImageWorkout.Brief,
    };

    protected override IReadOnlyList<string> NeededColumns => ["Picture", "Mask"];

    protected override IEstimator<ImageTranslationTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.InpaintImage("Made", "Picture", "Mask", Small);

    protected override IDataView CreateData(MLContext ml) => MaskedPictures.View(ml);
}

[TestClass]
public sealed class ColorizeImageWorkout : EstimatorWorkout<ImageTranslationTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Colours"];

    protected override IEstimator<ImageTranslationTransformer> CreateEstimator(MLContext ml) => ml.Transforms.ColorizeImage(
        "Made", "Colours", new ColorizeImageOptions
        {
            Generator = new UNetGenerator { Depth = 1, Filters = 4, GlobalFeatures = true },
            Training = SuperResolveImageWorkout.Brief,
        });

    protected override IDataView CreateData(MLContext ml) => MaskedPictures.View(ml);
}

[TestClass]
public sealed class CleanImageWorkout : EstimatorWorkout<ImageTranslationTransformer>
{
    public static readonly CleanImageOptions Small = new()
    {
        Generator = new UNetGenerator { Depth = 1, Filters = 4, Upsampling = ImageUpsampling.Transposed },
        Corruptions =
        [
            new OverlayCorruption(), new PatchCorruption { Share = 0.5 }, new BlurCorruption(),
            new NoiseCorruption { SaltAndPepper = 0.02 },
        ],
        Training = SuperResolveImageWorkout.Brief with { ValidationFraction = 0.2 },
    };

    protected override IReadOnlyList<string> NeededColumns => ["Picture"];

    protected override IEstimator<ImageTranslationTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.CleanImage("Made", "Picture", Small);

    protected override IDataView CreateData(MLContext ml) => MaskedPictures.View(ml);
}
