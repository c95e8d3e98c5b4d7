using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Estimators.Tests.Translation;

[TestClass]
public sealed class TranslateImageUnpairedTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Pictures_become_those_of_the_other_kind_without_pairs_and_come_back()
    {
        var options = UnpairedTranslationWorkout.Small with
        {
            Generator = new ResidualGenerator { Blocks = 1, Filters = 8, Normalization = ImageNormalization.Instance },
            Discriminator = new PatchDiscriminator { Halvings = 1, Filters = 8, Normalization = ImageNormalization.None },
            Training = UnpairedTranslationWorkout.Small.Training with
            {
                Epochs = 16,
                LearningRate = 0.01,
                ValidationFraction = 0.25,
                Schedule = new LinearDecaySchedule(),
            },
        };
        using var model = _ml.Transforms.TranslateImageUnpaired("Made", "Picture", options)
            .Fit(PicturePairs.View(_ml, 60), UnpairedPictures.Targets(_ml, 50));
        var pairs = PicturePairs.View(_ml, 30, seed: 2);
        var made = model.Transform(pairs);
        var (own, nothing) = (ImageMetrics.Of(made, "Made", "Target"), ImageMetrics.Of(made, "Picture", "Target"));
        Assert.IsLessThan(0.7 * nothing.AbsoluteError, own.AbsoluteError, $"{own.AbsoluteError} {nothing.AbsoluteError}");
        StringAssert.StartsWith(model.TrainingHistory.Baseline!.Name, "the pictures");
        Assert.AreEqual("Negative", model.TrainingHistory.Chosen.Single(choice => choice.Option == "Base").Value);
        Assert.AreEqual("energy distance to pictures of the second kind", model.TrainingHistory.Baseline.Measure);
        using var back = model.Reverse("Again", "Made");
        Assert.IsLessThan(0.25, ImageMetrics.Of(back.Transform(made), "Again", "Picture").AbsoluteError);
    }

    [TestMethod]
    public void The_way_back_is_a_model_of_its_own_that_outlives_the_other()
    {
        var model = Fitted();
        using var back = model.Reverse("Back");
        var expected = model.Preview(PicturePairs.View(_ml), 3);
        Assert.IsGreaterThanOrEqualTo(3 * PicturePairs.Width, expected.Width, "given, made, and back again");
        model.Dispose();
        using var file = new MemoryStream();
        var data = UnpairedPictures.Targets(_ml);
        _ml.Model.Save(back, data.Schema, file);
        file.Position = 0;
        using var loaded = (ImageTranslationTransformer)_ml.Model.Load(file, out _);
        CollectionAssert.AreEqual(
            back.Transform(data).GetColumn<float[]>("Back").First(), loaded.Transform(data).GetColumn<float[]>("Back").First());
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Reverse());
    }

    [TestMethod]
    public void Images_become_images_and_kinds_may_differ_in_their_channels()
    {
        var images = PicturePairs.Images(_ml);
        using var model = _ml.Transforms.TranslateImageUnpaired("Made", "Picture", UnpairedTranslationWorkout.Small)
            .Fit(images, UnpairedPictures.TargetImages(_ml));
        Assert.AreEqual(new ImageDataViewType(PicturePairs.Height, PicturePairs.Width), model.Transform(images).Schema["Made"].Type);
        using var grey = _ml.Transforms.TranslateImageUnpaired(
            "Made", "Picture", UnpairedTranslationWorkout.Small with { Channels = 1 }).Fit(images, UnpairedPictures.TargetImages(_ml));
        Assert.AreEqual(new ImageDataViewType(PicturePairs.Height, PicturePairs.Width), grey.Transform(images).Schema["Made"].Type);
        using var back = grey.Reverse();
        Assert.AreEqual(
            new ImageDataViewType(PicturePairs.Height, PicturePairs.Width), back.Transform(images).Schema["Made"].Type);
    }

    [TestMethod]
    public void Training_goes_on_from_a_model_and_from_a_stopped_state()
    {
        var (source, target) = (PicturePairs.View(_ml), UnpairedPictures.Targets(_ml));
        using var first = Fitted();
        var estimator = _ml.Transforms.TranslateImageUnpaired("Made", "Picture", UnpairedTranslationWorkout.Small);
        using var second = estimator.Fit(source, target, first);
        CollectionAssert.AreNotEqual(Made(first), Made(second));
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            TranslateImageUnpairedOptions Kept(int epochs) => UnpairedTranslationWorkout.Small with
            {
                Training = UnpairedTranslationWorkout.Small.Training with
                {
                    Epochs = epochs,
                    Seed = 3,
                    CheckpointDirectory = folder.FullName,
                    Schedule = null,
                },
            };
            using var whole = Translate(Kept(4) with { Training = Kept(4).Training with { CheckpointDirectory = null } })
                .Fit(source, target);
            using (Translate(Kept(2)).Fit(source, target))
            {
            }
            using var resumed = Translate(Kept(4)).Fit(source, target);
            CollectionAssert.AreEqual(Made(whole), Made(resumed), "the former pictures of the pools are part of the state");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        UnpairedTranslationEstimator Translate(TranslateImageUnpairedOptions options) =>
            new MLContext(1).Transforms.TranslateImageUnpaired("Made", "Picture", options);
    }

    [TestMethod]
    public void Two_views_are_needed_and_each_must_hold_pictures()
    {
        var estimator = _ml.Transforms.TranslateImageUnpaired("Made", "Picture", UnpairedTranslationWorkout.Small);
        var (source, target) = (PicturePairs.View(_ml), UnpairedPictures.Targets(_ml));
        Refused<ArgumentException>(() => estimator.Fit(source), "call Fit(source, target), or give the rows of the second kind");
        Refused<ArgumentException>(
            () => ((NetworkEstimator<TranslateImageUnpairedOptions, UnpairedTranslationTransformer>)_ml.Transforms
                .TranslateImageUnpaired("Made", "Picture", UnpairedTranslationWorkout.Small, target)).Fit(source, target),
            "set Training.ValidationFraction");
        Refused<InvalidOperationException>(
            () => estimator.Fit(source, UnpairedPictures.Targets(_ml, 0)), "The second view has no rows");
        Refused<InvalidOperationException>(() => estimator.Fit(PicturePairs.View(_ml, 0), target), "The first view has no rows");
        Refused<ArgumentOutOfRangeException>(
            () => estimator.Fit(source, _ml.Transforms.DropColumns("Picture").Fit(target).Transform(target)), "target column 'Picture'");
        Refused<ArgumentException>(
            () => estimator.Fit(source, PicturePairs.Even(_ml, 9, 12)), "of the second view holds 12x9 pixels");
        var rows = PicturePairs.Rows(4);
        rows[2].Picture[5] = 1.5f;
        Refused<ArgumentException>(
            () => estimator.Fit(source, _ml.Data.LoadFromEnumerable(rows)), "Column 'Picture (target)' holds 1.5 in row 2, slot 5");
    }

    [TestMethod]
    public void Options_outside_their_range_are_named_together()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.TranslateImageUnpaired(
            "Made", "Picture", new TranslateImageUnpairedOptions
            {
                Height = -1,
                Generator = null!,
                Base = ImageBase.MeanPicture,
                Discriminator = new PatchDiscriminator { Halvings = 0 },
                Objective = null!,
                CycleWeight = 0,
                IdentityWeight = -1,
                PoolSize = -1,
                CropSize = 0,
                TileSize = -1,
            }));
        foreach (var part in new[] { "Height is -1", "Generator is null", "Base is MeanPicture; it must be Automatic, Input",
            "Halvings is 0", "Objective is null",
            "CycleWeight is 0", "IdentityWeight is -1", "PoolSize is -1", "CropSize is 0", "TileSize is -1" })
            StringAssert.Contains(error.Message, part);
        Refused<ArgumentException>(
            () => _ml.Transforms.TranslateImageUnpaired(
                "Made", "Picture", UnpairedTranslationWorkout.Small with { Channels = 1, IdentityWeight = 5 })
                .Fit(PicturePairs.Images(_ml), UnpairedPictures.TargetImages(_ml)),
            "IdentityWeight is 5, but the kinds have 1 and 3 channels");
        Refused<ArgumentException>(
            () => _ml.Transforms.TranslateImageUnpaired("Made", "Picture", UnpairedTranslationWorkout.Small with { CropSize = 99 })
                .Fit(PicturePairs.View(_ml), UnpairedPictures.Targets(_ml)), "CropSize is 99");
    }

    private UnpairedTranslationTransformer Fitted() => _ml.Transforms
        .TranslateImageUnpaired("Made", "Picture", UnpairedTranslationWorkout.Small)
        .Fit(PicturePairs.View(_ml), UnpairedPictures.Targets(_ml));

    private float[] Made(ITransformer model) =>
        [.. model.Transform(PicturePairs.View(_ml, 5)).GetColumn<float[]>("Made").SelectMany(p => p)];

    private static void Refused<TError>(Action action, string says)
        where TError : Exception => StringAssert.Contains(Assert.ThrowsExactly<TError>(action).Message, says);
}
