using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Translation;

[TestClass]
public sealed class UnpairedTranslationWorkout : EstimatorWorkout<UnpairedTranslationTransformer>
{
    public static readonly TranslateImageUnpairedOptions Small = new()
    {
        Generator = new ResidualGenerator { Blocks = 1, Filters = 4, Halvings = 1, Normalization = ImageNormalization.Instance },
        Discriminator = new PatchDiscriminator { Halvings = 1, Filters = 4 },
        PoolSize = 5,
        Training = new TrainingOptions { Epochs = 2, BatchSize = 8, LearningRate = 0.01 },
    };

    protected override IReadOnlyList<string> NeededColumns => ["Picture"];

    protected override IEstimator<UnpairedTranslationTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.TranslateImageUnpaired("Made", "Picture", Small, UnpairedPictures.Targets(ml));

    protected override IDataView CreateData(MLContext ml) => PicturePairs.View(ml);
}
