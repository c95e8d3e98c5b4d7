using DeepML.Estimators;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML.Estimators.Tests.GanAugmenter;

[TestClass]
public sealed class GanLearningTests
{
    private static readonly GanAugmenterOptions Short = GanTestRows.Tiny with
    {
        GeneratorSizes = [32],
        DiscriminatorSizes = [32],
        Training = GanTestRows.Tiny.Training with { Epochs = 60, BatchSize = 32 },
    };

    public static IEnumerable<object[]> Games =>
        from game in (GanObjective[])
        [
            new NonSaturatingObjective(), new MinimaxObjective(), new LeastSquaresObjective(), new WassersteinObjective { ClipLimit = 0.1 },
            new GradientPenaltyObjective(), new HingeObjective(),
        ]
        from unrolled in (int[])[0, 2]
        select new object[] { game, GanConditioning.Projection, unrolled };

    [TestMethod]
    [DynamicData(nameof(Games))]
    public void Every_objective_brings_made_rows_of_a_class_nearer_to_it_than_an_untrained_generator(
        GanObjective objective, GanConditioning conditioning, int unrolledSteps)
    {
        var options = Short with
        {
            Objective = objective,
            Conditioning = conditioning,
            DiscriminatorSteps = objective is WassersteinObjective ? 2 : 1,
            UnrolledSteps = unrolledSteps,
        };
        var trained = ErrorOf(options);
        var untrained = ErrorOf(options with { Training = options.Training with { Epochs = 1, LearningRate = 1e-9 } });
        Assert.IsTrue(trained < 0.6 * untrained, $"mean distance to the class's centre: {trained:F3} trained, {untrained:F3} untrained");
    }

    [TestMethod]
    public void Classes_told_by_concatenation_are_learned_too() =>
        Every_objective_brings_made_rows_of_a_class_nearer_to_it_than_an_untrained_generator(
            new NonSaturatingObjective(), GanConditioning.Concatenation, 0);

    [TestMethod]
    public void Each_rule_of_the_game_changes_the_rows()
    {
        var few = GanTestRows.Tiny with { Training = GanTestRows.Tiny.Training with { Epochs = 2 } };
        var plain = Rows(few);
        foreach (var (name, changed) in new (string, GanAugmenterOptions)[]
        {
            ("LatentSize", few with { LatentSize = 5 }),
            ("LatentDistribution", few with { LatentDistribution = LatentDistribution.Uniform }),
            ("GeneratorSizes", few with { GeneratorSizes = [17] }),
            ("DiscriminatorSizes", few with { DiscriminatorSizes = [17] }),
            ("BatchNormalization", few with { BatchNormalization = false }),
            ("InputScaling", few with { InputScaling = NetworkInputScaling.Standard }),
            ("Objective", few with { Objective = new LeastSquaresObjective() }),
            ("DiscriminatorSteps", few with { DiscriminatorSteps = 2 }), ("UnrolledSteps", few with { UnrolledSteps = 2 }),
            ("LabelSmoothing", few with { Objective = new NonSaturatingObjective { LabelSmoothing = 0.2 } }),
            ("RowsPerDecision", few with { RowsPerDecision = 2 }), ("BatchStatistics", few with { BatchStatistics = true }),
            ("Dropout", few with { Dropout = 0.5 }),
            ("Conditioning", few with { Conditioning = GanConditioning.Concatenation }),
            ("Sampling", few with { Sampling = GanSampling.AsInData }),
            ("AveragingDecay", few with { AveragingDecay = 0 }),
            ("DiscriminatorLearningRate", few with { DiscriminatorLearningRate = 1e-2 }),
            ("Training.InputNoise", few with { Training = few.Training with { InputNoise = 0.1 } }),
            ("Training.GradientAccumulation", few with { Training = few.Training with { GradientAccumulation = 2 } }),
            ("Training.ValidationFraction", few with { Training = few.Training with { ValidationFraction = 0.3 } }),
        })
            CollectionAssert.AreNotEqual(plain, Rows(changed), $"{name} changes nothing");
        foreach (var (name, first, second) in new (string, GanAugmenterOptions, GanAugmenterOptions)[]
        {
            ("Weight", few with { Objective = new GradientPenaltyObjective() },
                few with { Objective = new GradientPenaltyObjective { Weight = 50 } }),
            ("ClipLimit", few with { Objective = new WassersteinObjective() },
                few with { Objective = new WassersteinObjective { ClipLimit = 0.3 } }),
            ("Margin of an objective of one's own", few with { Objective = new HingeObjective() },
                few with { Objective = new HingeObjective { Margin = 0.25f } }),
        })
            CollectionAssert.AreNotEqual(Rows(first), Rows(second), $"{name} changes nothing");
    }

    [TestMethod]
    public void The_history_tells_both_losses_accuracies_and_health_and_options_stay_as_they_were()
    {
        var ml = new MLContext(seed: 1);
        var before = Short with { };
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", Short).Fit(Blobs.WithKeys(ml));
        var last = model.TrainingHistory.Epochs[^1];
        CollectionAssert.IsSubsetOf(
            new[] { "generator loss", "discriminator loss", "accuracy on real", "accuracy on fake", "validation diversity",
                "validation coverage" }, last.Metrics.Keys.ToArray());
        Assert.IsTrue(last.ValidationLoss < model.TrainingHistory.Epochs[0].ValidationLoss, "made rows come nearer to real ones");
        Assert.AreEqual(before, Short);
    }

    [TestMethod]
    public void Early_stopping_looks_at_the_distance_to_real_rows()
    {
        var ml = new MLContext(seed: 1);
        var options = Short with
        {
            Training = Short.Training with
            {
                Epochs = 500,
                EarlyStopping = new EarlyStopping { Patience = 3, MinimumGain = 0.5 }
            }
        };
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", options).Fit(Blobs.WithKeys(ml));
        Assert.AreEqual(StopReason.EarlyStopping, model.TrainingHistory.StopReason);
        Assert.IsTrue(model.TrainingHistory.Epochs.Count < 100);
    }

    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(3, 0)]
    [DataRow(1, 2)]
    public void A_training_cancelled_and_taken_up_again_ends_with_the_same_generator(int discriminatorSteps, int unrolledSteps)
    {
        var folder = Directory.CreateTempSubdirectory("gan-checkpoints-").FullName;
        try
        {
            var options = GanTestRows.Tiny with
            {
                DiscriminatorSteps = discriminatorSteps,
                UnrolledSteps = unrolledSteps,
                Training = GanTestRows.Tiny.Training with { Epochs = 6, Seed = 5 }
            };
            var whole = Rows(options);
            using var stop = new CancellationTokenSource();
            var interrupted = options with
            {
                Training = options.Training with
                {
                    CheckpointDirectory = folder,
                    Cancellation = stop.Token,
                    Progress = new Watcher(progress =>
                    {
                        if (progress.Epoch == 3)
                            stop.Cancel();
                    }),
                },
            };
            CollectionAssert.AreNotEqual(whole, Rows(interrupted), "the first part ends elsewhere");
            CollectionAssert.AreEqual(whole, Rows(options with { Training = options.Training with { CheckpointDirectory = folder } }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public void Convolutions_make_pictures_of_the_right_size_that_can_be_painted()
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(i => new Picture
        {
            Features = [.. Enumerable.Range(0, 64).Select(p => p / 8 % 2 == i % 2 ? 1f : (float)random.NextDouble() * 0.2f)],
        }).ToArray());
        foreach (var (objective, unrolledSteps) in new (GanObjective, int)[]
        {
            (new NonSaturatingObjective(), 0), (new GradientPenaltyObjective(), 0), (new NonSaturatingObjective(), 2),
            (new GradientPenaltyObjective(), 2),
        })
        {
            var options = GanTestRows.Tiny with
            {
                Picture = new GanPicture(8, 8),
                Convolutional = true,
                Filters = 4,
                Objective = objective,
                RowsPerDecision = 2,
                BatchStatistics = true,
                UnrolledSteps = unrolledSteps,
            };
            using var model = ml.Transforms.AugmentWithGan("Features", null, options).Fit(data);
            var images = model.GenerateImages(2, seed: 1);
            var vectors = model.Generate(2, seed: 1);
            Assert.AreEqual((8, 8), (images[0].Width, images[0].Height));
            Assert.IsTrue(vectors[0].Distinct().Count() > 32, "the pixels of a picture differ");
            for (var pixel = 0; pixel < 64; pixel++)
                Assert.AreEqual(vectors[1][pixel] * 255, images[1].Pixels[4 * pixel], 1.01, $"grey level of pixel {pixel}");
            foreach (var image in images)
                image.Dispose();
        }
    }

    [TestMethod]
    public void Interpolation_begins_and_ends_where_it_was_told_to()
    {
        var ml = new MLContext(seed: 1);
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", GanTestRows.Tiny).Fit(Blobs.WithKeys(ml, 30));
        var (from, to) = (model.DrawLatent(1), model.DrawLatent(2));
        var way = model.Interpolate(from, to, 5, "class 1");
        Cells.AreEqual(model.Decode([from], "class 1"), [way[0]], 1e-5, "first");
        Cells.AreEqual(model.Decode([to], "class 1"), [way[^1]], 1e-5, "last");
        Assert.AreEqual(5, way.Select(w => string.Join(",", w)).Distinct().Count());
    }

    [TestMethod]
    public void Trouble_is_told_once_it_has_lasted()
    {
        var ml = new MLContext(seed: 1);
        var warnings = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning)
                warnings.Add(e.RawMessage);
        };
        using var channel = ((IHostEnvironment)ml).Start("Health");
        var watch = new HealthWatch(channel, new NonSaturatingObjective(), null);
        for (var epoch = 1; epoch <= 12; epoch++)
            watch.Report(Progress(epoch, diversity: epoch == 4 ? 0.9 : 0.1, accuracy: 0.99, generatorLoss: epoch < 12 ? 1 : 30));
        Assert.AreEqual(2, warnings.Count);
        StringAssert.Contains(warnings[0], "discriminator has won");
        StringAssert.Contains(warnings[0], "Since epoch 1");
        StringAssert.Contains(warnings[1], "much alike");
        StringAssert.Contains(warnings[1], "Since epoch 5");
        for (var epoch = 13; epoch <= 20; epoch++)
            watch.Report(Progress(epoch, diversity: 1, accuracy: 0.5, generatorLoss: 30));
        StringAssert.Contains(warnings[2], "out of bounds");
        Assert.AreEqual(3, warnings.Count);
    }

    [TestMethod]
    public void A_critic_is_not_said_to_have_won_and_its_loss_may_be_large()
    {
        var ml = new MLContext(seed: 1);
        var warnings = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning)
                warnings.Add(e.RawMessage);
        };
        using var channel = ((IHostEnvironment)ml).Start("Health");
        var watch = new HealthWatch(channel, new WassersteinObjective(), null);
        for (var epoch = 1; epoch <= 10; epoch++)
            watch.Report(Progress(epoch, diversity: 1, accuracy: 0.99, generatorLoss: 9e3));
        Assert.IsEmpty(warnings);
        for (var epoch = 11; epoch <= 20; epoch++)
            watch.Report(Progress(epoch, diversity: 1, accuracy: 0.99, generatorLoss: 2e4));
        StringAssert.Contains(warnings.Single(), "out of bounds");
    }

    [TestMethod]
    public void The_report_tells_copies_and_classes_that_cannot_be_learned_from()
    {
        var ml = new MLContext(seed: 1);
        var data = Blobs.WithKeys(ml, 90);
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", Short).Fit(data);
        var report = model.Compare(data, seed: 1);
        Assert.AreEqual(90, report.Rows);
        Assert.IsTrue(report.AccuracyTrainedOnReal > 0.95);
        Assert.IsTrue(report.AccuracyTrainedOnSynthetic > 0.9, $"{report.AccuracyTrainedOnSynthetic}");
        Assert.AreEqual(0, report.Copies);
        Assert.AreEqual(Blobs.Width + 1, report.Marginals.Count);
        StringAssert.Contains(report.ToString(), "copies: 0");
        // Rows that are compared with themselves are all copies.
        var made = model.GenerateRows(90, seed: 1);
        var self = model.Compare(made, seed: 1);
        Assert.AreEqual(90, self.Copies);
        Assert.AreEqual(0, self.LargestMarginal, 1e-9);
        Assert.AreEqual(0, self.LargestCorrelationDifference, 1e-9);
    }

    [TestMethod]
    public void The_report_leaves_out_rows_of_classes_that_were_not_learned()
    {
        var ml = new MLContext(seed: 1);
        var plain = Blobs.Create(ml, 90);
        var keys = ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(plain);
        IDataView Of(Func<string, bool> classes) => keys.Transform(ml.Data.LoadFromEnumerable(
            ml.Data.CreateEnumerable<Blobs.Row>(plain, reuseRowObject: false).Where(row => classes(row.Name)).ToArray()));
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", GanTestRows.Tiny).Fit(Of(name => name != "class 2"));
        Assert.AreEqual(60, model.Compare(Of(_ => true), seed: 1).Rows);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => model.Compare(Of(name => name == "class 2"), seed: 1)).Message,
            "There are 0 real rows of classes that were learned");
    }

    [TestMethod]
    public void The_report_does_not_depend_on_the_order_of_the_real_rows()
    {
        var ml = new MLContext(seed: 1);
        var keys = ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(Blobs.Create(ml, 6));
        var rows = ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(ml, 90), reuseRowObject: false)
            .Where(row => row.Name != "class 2").ToArray();
        IDataView Of(IEnumerable<Blobs.Row> some) => keys.Transform(ml.Data.LoadFromEnumerable(some.ToArray()));
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", GanTestRows.Tiny).Fit(Of(rows));
        Assert.IsTrue(model.Compare(Of(rows), seed: 1).AccuracyTrainedOnReal > 0.95, "one class after the other by turns");
        // More rows than are looked at, sorted by class: both classes are seen.
        var many = Enumerable.Repeat(rows, 200).SelectMany(some => some).OrderBy(row => row.Name);
        var report = model.Compare(Of(many), seed: 1);
        Assert.AreEqual(5000, report.Rows);
        Assert.IsTrue(report.Marginals["Label"] < 0.1, $"{report.Marginals["Label"]}");
    }

    private static double ErrorOf(GanAugmenterOptions options)
    {
        var ml = new MLContext(seed: 1);
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", options).Fit(Blobs.WithKeys(ml, 150));
        return Enumerable.Range(0, 3).Average(c => model.Generate(30, $"class {c}", seed: 1)
            .Average(made => made.Select((v, i) => Math.Abs(v - (i % 3 == c ? 0.8 : 0.2))).Average()));
    }

    private static string[] Rows(GanAugmenterOptions options)
    {
        var ml = new MLContext(seed: 1);
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", options).Fit(Blobs.WithKeys(ml, 40));
        return GanAugmenterWorkout.Text(model.GenerateRows(5, seed: 1));
    }

    private static EpochProgress Progress(int epoch, double diversity, double accuracy, double generatorLoss) =>
        new(epoch, 100, 1, 1e-3, 1, default, default)
        {
            IsEpochEnd = true,
            Metrics = new Dictionary<string, double>
            {
                ["validation diversity"] = diversity,
                ["accuracy on real"] = accuracy,
                ["accuracy on fake"] = accuracy,
                ["generator loss"] = generatorLoss,
            },
        };

    private sealed class Watcher(Action<EpochProgress> report) : IProgress<EpochProgress>
    {
        public void Report(EpochProgress value) => report(value);
    }

    private sealed class Picture
    {
        [VectorType(64)]
        public float[] Features { get; set; } = [];
    }
}
