using DeepML.Workout;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Estimators.Tests.GanAugmenter;

/// <summary>Augmenters whose pictures are made from the coarse to the fine.</summary>
[TestClass]
public sealed class GrowingAugmenterTests
{
    public static IEnumerable<object[]> Forms => StripedPictures.Forms.Select(form => new object[] { form });

    [TestMethod]
    [DynamicData(nameof(Forms))]
    public void Pictures_come_to_look_like_those_of_their_class(GrowingGenerator form)
    {
        var ml = new MLContext(seed: 1);
        var data = StripedPictures.Create(ml, 128);
        double Learned(int epochs, double rate)
        {
            var options = StripedPictures.Tiny(With(form, filters: 4), epochs) with { LatentSize = 8, AveragingDecay = 0.9 };
            using var model = ml.Transforms.AugmentWithGan(
                "Features", "Label", options with { Training = options.Training with { LearningRate = rate } }).Fit(data);
            return model.Classes.Average(kind => model.Generate(20, kind, seed: 1).Average(
                picture => StripedPictures.Striped(picture, kind == "lying")));
        }
        var (untrained, trained) = (Learned(1, 1e-9), Learned(40, 4e-3));
        Assert.IsGreaterThan(0.4, trained, "stripes lie or stand as was asked for");
        Assert.IsGreaterThan(untrained + 0.3, trained);
    }

    [TestMethod]
    [DynamicData(nameof(Forms))]
    public void A_reloaded_model_makes_the_same_pictures(GrowingGenerator form)
    {
        var ml = new MLContext(seed: 1);
        var data = StripedPictures.Create(ml);
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", StripedPictures.Tiny(form)).Fit(data);
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        using var reloaded = (GanAugmenterTransformer)ml.Model.Load(file, out _);
        Assert.AreEqual(form, reloaded.Growing);
        CollectionAssert.AreEqual(Drawn(model), Drawn(reloaded));
        Assert.IsTrue(Drawn(model).All(pixel => pixel is >= -1e-5f and <= 1.0001f), "pixels stay within what was seen");
    }

    [TestMethod]
    [DynamicData(nameof(Forms))]
    public void A_training_cancelled_while_pictures_grow_and_taken_up_again_ends_with_the_same_generator(GrowingGenerator form)
    {
        var folder = Directory.CreateTempSubdirectory("growing-checkpoints-").FullName;
        try
        {
            var options = StripedPictures.Tiny(form, epochs: 6);
            options = options with { Training = options.Training with { Seed = 5 } };
            var whole = Pictures(options);
            using var stop = new CancellationTokenSource();
            var interrupted = options.Training with
            {
                CheckpointDirectory = folder,
                Cancellation = stop.Token,
                Progress = new Watcher(progress =>
                {
                    if (progress.Epoch == 2)
                        stop.Cancel();
                }),
            };
            CollectionAssert.AreNotEqual(whole, Pictures(options with { Training = interrupted }), "the first part ends elsewhere");
            CollectionAssert.AreEqual(whole, Pictures(options with { Training = options.Training with { CheckpointDirectory = folder } }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void Pictures_of_a_training_that_ends_while_they_grow_are_coarse(int form)
    {
        var growing = (FadingGenerator)StripedPictures.Forms[form] with { GrowingShare = 0.99 };
        var options = StripedPictures.Tiny(growing, epochs: 6);
        using var stop = new CancellationTokenSource();
        var progress = new Watcher(at =>
        {
            if (at is { Epoch: 2, IsEpochEnd: true })
                stop.Cancel();
        });
        var (ended, whole) = (
            Pictures(options with { Training = options.Training with { Cancellation = stop.Token, Progress = progress } }),
            Pictures(options));
        Assert.IsTrue(IsCoarse(ended), "squares of 2×2 pixels are of one colour");
        Assert.IsFalse(IsCoarse(whole));

        static bool IsCoarse(float[] pixels)
        {
            float At(int y, int x) => pixels[(y * StripedPictures.Side) + x]; // of the first picture
            return Enumerable.Range(0, 16).Select(square => (Y: square / 4 * 2, X: square % 4 * 2)).All(square =>
                Math.Abs(At(square.Y, square.X) - At(square.Y + 1, square.X + 1)) < 1e-5
                && Math.Abs(At(square.Y, square.X) - At(square.Y, square.X + 1)) < 1e-5);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Forms))]
    public void A_warm_start_goes_on_with_pictures_of_the_size_that_they_had(GrowingGenerator form)
    {
        var ml = new MLContext(seed: 1);
        var data = StripedPictures.Create(ml);
        var options = StripedPictures.Tiny(form) with { BatchNormalization = false }; // whose running means every batch moves
        using var first = ml.Transforms.AugmentWithGan("Features", "Label", options).Fit(data);
        using var second = ml.Transforms.AugmentWithGan(
            "Features", "Label", options with { Training = options.Training with { Epochs = 1, LearningRate = 1e-9 } }).Fit(data, first);
        Cells.AreEqual([Drawn(first)], [Drawn(second)], 1e-2, "nothing was learned, and nothing has shrunk");
    }

    [TestMethod]
    public void Each_choice_of_a_form_changes_the_pictures()
    {
        var (progressive, style) = ((ProgressiveGenerator)StripedPictures.Forms[0], (StyleGenerator)StripedPictures.Forms[1]);
        foreach (var (name, plain, changed) in new (string, GrowingGenerator, GrowingGenerator)[]
        {
            ("Filters", progressive, progressive with { Filters = 3 }),
            ("GrowingShare", progressive, progressive with { GrowingShare = 0.25 }),
            ("Filters of a pyramid", StripedPictures.Forms[2], With(StripedPictures.Forms[2], 3)),
            ("MappingLayers", style, style with { MappingLayers = 3 }), ("StyleMixing", style, style with { StyleMixing = 0 }),
        })
            CollectionAssert.AreNotEqual(
                Pictures(StripedPictures.Tiny(plain)), Pictures(StripedPictures.Tiny(changed)), $"{name} changes nothing");
    }

    [TestMethod]
    [DynamicData(nameof(Forms))]
    public void Every_rule_of_the_game_goes_with_pictures_that_grow(GrowingGenerator form)
    {
        var plain = StripedPictures.Tiny(form, epochs: 2);
        foreach (var options in new[]
        {
            plain with { Objective = new GradientPenaltyObjective() }, plain with { UnrolledSteps = 1 }, plain with { RowsPerDecision = 2 },
            plain with { Conditioning = GanConditioning.Concatenation, Dropout = 0.3, BatchStatistics = true },
            plain with { LatentDistribution = LatentDistribution.Uniform, DiscriminatorSteps = 2 },
            plain with { Training = plain.Training with { WeightAverageDecay = 0.9, InputNoise = 0.1 } },
        })
            Assert.IsTrue(Pictures(options).All(float.IsFinite));
    }

    [TestMethod]
    [DynamicData(nameof(Forms))]
    public void No_tensor_is_left_alive(GrowingGenerator form)
    {
        LiveTensors.AreIndependentOfSteps(() => FitAndDraw(2), () => FitAndDraw(4));

        void FitAndDraw(int epochs)
        {
            var ml = new MLContext(seed: 1);
            using var model = ml.Transforms.AugmentWithGan("Features", "Label", StripedPictures.Tiny(form, epochs))
                .Fit(StripedPictures.Create(ml));
            _ = Drawn(model);
            if (model.StyleLayers == 0)
                return;
            _ = model.Mix(model.DrawLatent(1), model.DrawLatent(2), 1, "lying");
            using var truncated = model.Truncate(0.5);
            _ = Drawn(truncated);
        }
    }

    private static GrowingGenerator With(GrowingGenerator form, int filters) => form switch
    {
        ProgressiveGenerator progressive => progressive with { Filters = filters },
        StyleGenerator style => style with { Filters = filters },
        _ => (LaplacianPyramidGenerator)form with { Filters = filters },
    };

    private static float[] Pictures(GanAugmenterOptions options)
    {
        var ml = new MLContext(seed: 1);
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", options).Fit(StripedPictures.Create(ml));
        return Drawn(model);
    }

    private static float[] Drawn(GanAugmenterTransformer model) =>
        [.. model.Generate(3, "lying", seed: 1).Concat(model.Generate(3, "standing", seed: 2)).SelectMany(picture => picture)];

    private sealed class Watcher(Action<EpochProgress> see) : IProgress<EpochProgress>
    {
        public void Report(EpochProgress value) => see(value);
    }
}
