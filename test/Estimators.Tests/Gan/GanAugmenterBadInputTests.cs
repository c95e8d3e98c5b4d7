using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.GanAugmenter;

[TestClass]
public sealed class GanAugmenterBadInputTests
{
    [TestMethod]
    public void Every_option_past_its_limit_is_named_in_one_error()
    {
        var bad = new GanAugmenterOptions
        {
            LatentSize = 0,
            LatentDistribution = (LatentDistribution)7,
            GeneratorSizes = [0],
            DiscriminatorSizes = [],
            Convolutional = true,
            Filters = 0,
            InputScaling = (NetworkInputScaling)9,
            Objective = new LeastSquaresObjective { LabelSmoothing = 0.5 },
            Conditioning = (GanConditioning)9,
            Sampling = (GanSampling)9,
            DiscriminatorSteps = 0,
            UnrolledSteps = -1,
            RowsPerDecision = 0,
            Dropout = 1,
            AveragingDecay = 1,
            MaximumModes = 0,
            MaximumCategories = 1,
            Amount = GanAmount.PerClass(0),
            MarkerColumnName = "",
            DiscriminatorLearningRate = 0,
            Training = new TrainingOptions { Epochs = 0, LabelSmoothing = 0.1 },
        };
        var message = Assert.ThrowsExactly<ArgumentException>(
            () => new MLContext().Transforms.AugmentWithGan("Features", "Label", bad)).Message;
        foreach (var name in new[]
        {
            "LatentSize is 0", "LatentDistribution is 7", "GeneratorSizes[0] is 0", "DiscriminatorSizes is", "Convolutional is True",
            "Filters is 0", "InputScaling is 9",
            "Conditioning is 9",
            "Sampling is 9", "DiscriminatorSteps is 0", "UnrolledSteps is -1", "Objective.LabelSmoothing is 0.5", "RowsPerDecision is 0",
            "Dropout is 1", "AveragingDecay is 1", "MaximumModes is 0", "MaximumCategories is 1", "Amount is 0", "MarkerColumnName is",
            "DiscriminatorLearningRate is 0",
            "Training.Epochs is 0", "Training.LabelSmoothing is 0.1",
        })
            StringAssert.Contains(message, name);
    }

    [TestMethod]
    public void Options_at_their_limits_are_taken()
    {
        var ml = new MLContext(seed: 1);
        var limits = GanTestRows.Tiny with
        {
            LatentSize = 1,
            GeneratorSizes = [],
            DiscriminatorSizes = [1],
            Objective = new NonSaturatingObjective { LabelSmoothing = 0.49 },
            Dropout = 0.99,
            AveragingDecay = 0,
            Amount = GanAmount.PerClass(1),
            Training = GanTestRows.Tiny.Training with { Epochs = 1 },
        };
        foreach (var batch in new[] { 1, 5 })
        {
            var options = limits with { RowsPerDecision = batch, Training = limits.Training with { BatchSize = batch } };
            using var model = ml.Transforms.AugmentWithGan("Features", "Label", options).Fit(Blobs.WithKeys(ml, 12));
            Assert.AreEqual(3, model.Generate(3, seed: 1).Count);
        }
    }

    [TestMethod]
    public void A_decision_over_more_rows_than_a_batch_has_is_refused()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => new MLContext().Transforms.AugmentWithGan("F", "L", GanTestRows.Tiny with { RowsPerDecision = 17 }));
        StringAssert.Contains(error.Message, "RowsPerDecision is 17; it must be at most Training.BatchSize, 16.");
    }

    [TestMethod]
    public void Pictures_of_another_size_or_order_than_the_column_holds_are_refused()
    {
        var ml = new MLContext(seed: 1);
        StringAssert.Contains(Refused(new GanPicture(4, 4)), "Picture says 1 × 4 × 4 numbers, but column 'F' holds 72");
        StringAssert.Contains(Refused(new GanPicture(4, 6, 3)), "holds (height, width, channels)");
        using var grey = Fit(Shaped(6, 12, 1), new GanPicture(6, 12)); // one channel lies alike in both orders
        Assert.AreEqual(72, grey.Generate(1, seed: 1)[0].Length);

        string Refused(GanPicture picture) => Assert.ThrowsExactly<InvalidOperationException>(() => Fit(Shaped(4, 6, 3), picture)).Message;

        GanAugmenterTransformer Fit(IDataView data, GanPicture picture) =>
            ml.Transforms.AugmentWithGan("F", null, GanTestRows.Tiny with { Picture = picture }).Fit(data);

        IDataView Shaped(params int[] dimensions)
        {
            var schema = SchemaDefinition.Create(typeof(Numbers));
            schema[nameof(Numbers.F)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimensions);
            return ml.Data.LoadFromEnumerable(
                Enumerable.Range(0, 4)
                    .Select(i => new Numbers { F = [.. Enumerable.Range(i, 72).Select(n => (float)n)] }).ToArray(), schema);
        }
    }

    [TestMethod]
    public void Vectors_of_unknown_size_are_refused_as_such()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(new[] { new Numbers { F = [1, 2] }, new Numbers { F = [2, 1] } });
        var gan = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => ml.Transforms.AugmentWithGan("F", null, GanTestRows.Tiny).Fit(data));
        StringAssert.Contains(
            gan.Message, "Schema mismatch for feature column 'F': expected known-size Vector<Single>, got Vector<Single>");
        var cnn = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions { FeatureColumnName = "F" })
                .Fit(data));
        StringAssert.Contains(cnn.Message, "expected known-size Vector<Single> or Image, got Vector<Single>");
    }

    [TestMethod]
    public void A_marker_cannot_take_the_name_of_a_column_that_is_learned()
    {
        var ml = new MLContext();
        foreach (var name in new[] { "F", "L" })
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(
                    () => ml.Transforms.AugmentWithGan("F", "L", GanTestRows.Tiny with { MarkerColumnName = name })).Message,
                $"MarkerColumnName is \"{name}\"");
    }

    [TestMethod]
    public void Rows_asked_for_a_class_that_is_not_there_are_refused_by_name()
    {
        var ml = new MLContext(seed: 1);
        var options = GanTestRows.Tiny with
        {
            Amount = GanAmount.ForClasses(
            new Dictionary<string, int> { ["class 1"] = 2, ["clas 2"] = 5 })
        };
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => ml.Transforms.AugmentWithGan("Features", "Label", options).Fit(Blobs.WithKeys(ml, 20)));
        StringAssert.Contains(error.Message, "'clas 2'");
        StringAssert.Contains(error.Message, "class 0, class 1, class 2");
        var none = GanTestRows.Tiny with { Amount = GanAmount.ForClasses(new Dictionary<string, int>()) };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => ml.Transforms.AugmentWithGan("F", "L", none)).Message, "Amount is an empty list");
    }

    [TestMethod]
    public void Numbers_too_large_for_a_mixture_are_named_with_their_row()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i => new Huge { Number = i == 7 ? -1e200 : i }));
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => ml.Transforms.AugmentTableWithGan(["Number"], null, GanTestRows.Tiny).Fit(data));
        StringAssert.Contains(error.Message, "Column 'Number' is -1E+200 in row 7");
    }

    [TestMethod]
    public void Held_out_rows_leave_two_to_learn_from()
    {
        var ml = new MLContext(seed: 1);
        var options = GanTestRows.Tiny with { Training = GanTestRows.Tiny.Training with { ValidationFraction = 0.9 } };
        using var model = ml.Transforms.AugmentWithGan("Features", null, options).Fit(Blobs.Create(ml, 3));
        Assert.IsTrue(model.TrainingHistory.Epochs.All(epoch => double.IsFinite(epoch.TrainingLoss)));
    }

    [TestMethod]
    public void A_single_row_without_a_label_is_refused()
    {
        var ml = new MLContext(seed: 1);
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => ml.Transforms.AugmentWithGan("Features", null, GanTestRows.Tiny).Fit(Blobs.Create(ml, 1)));
        StringAssert.Contains(error.Message, "'Features' has a single row");
    }

    [TestMethod]
    public void Amounts_out_of_range_are_refused()
    {
        foreach (var (amount, text) in new[]
        {
            (GanAmount.PerClass(-3), "Amount is -3"), (GanAmount.Factor(1), "Amount is 1"),
            (GanAmount.FactorOfSmaller(0.5), "Amount is 0.5"),
            (GanAmount.Balance(0), "Amount is 0"), (GanAmount.Balance(1.5), "Amount is 1.5"),
            (GanAmount.ForClasses(new Dictionary<string, int> { ["x"] = 0 }), "Amount[x] is 0"),
        })
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(
                    () => new MLContext().Transforms.AugmentWithGan("F", "L", new GanAugmenterOptions { Amount = amount })).Message, text);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() =>
                new MLContext().Transforms.AugmentWithGan("F", null, new GanAugmenterOptions { Amount = GanAmount.Balance() })).Message,
            "without a label");
    }

    [TestMethod]
    public void Settings_of_an_objective_past_their_limits_are_refused_and_so_is_none()
    {
        foreach (var (objective, text) in new (GanObjective?, string)[]
        {
            (null, "Objective is null; it must be given."),
            (new MinimaxObjective { LabelSmoothing = -0.1 }, "Objective.LabelSmoothing is -0.1; it must be in [0, 0.5)."),
            (new NonSaturatingObjective { LabelSmoothing = 0.5 }, "Objective.LabelSmoothing is 0.5"),
            (new WassersteinObjective { ClipLimit = 0 }, "Objective.ClipLimit is 0; it must be above 0."),
            (new GradientPenaltyObjective { Weight = double.NaN }, "Objective.Weight is NaN; it must be above 0."),
        })
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(
                () => new MLContext().Transforms.AugmentWithGan("F", null, new GanAugmenterOptions { Objective = objective! })).Message,
                    text);
    }

    [TestMethod]
    public void A_class_with_one_row_is_refused_by_name()
    {
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(ml, 20), false).ToList();
        rows[0].Name = "lonely";
        var data = ml.Data.LoadFromEnumerable(rows);
        var keyed = ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => ml.Transforms.AugmentWithGan("Features", "Label", GanTestRows.Tiny).Fit(keyed));
        StringAssert.Contains(error.Message, "'lonely'");
    }

    [TestMethod]
    public void Constant_numbers_come_out_as_they_went_in()
    {
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(ml, 20), false).ToList();
        rows.ForEach(row => row.Features[2] = 3.25f);
        var data = ml.Data.LoadFromEnumerable(rows);
        foreach (var scaling in Enum.GetValues<NetworkInputScaling>())
        {
            using var model = ml.Transforms.AugmentWithGan("Features", null, GanTestRows.Tiny with { InputScaling = scaling }).Fit(data);
            Assert.IsTrue(model.Generate(10, seed: 1).All(made => made[2] == 3.25f));
        }
    }

    [TestMethod]
    public void Counts_below_one_and_unknown_classes_are_refused()
    {
        var ml = new MLContext(seed: 1);
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", GanTestRows.Tiny).Fit(Blobs.WithKeys(ml, 20));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Generate(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.GenerateRows(-1));
        var error = Assert.ThrowsExactly<ArgumentException>(() => model.Generate(1, "class 9"));
        StringAssert.Contains(error.Message, "'class 9'");
        StringAssert.Contains(error.Message, "class 0, class 1, class 2");
        Assert.ThrowsExactly<ArgumentException>(() => model.GenerateRows(1, "Name", "x", null));
        Assert.ThrowsExactly<ArgumentException>(() => model.Decode([model.DrawLatent(1)]));
        Assert.ThrowsExactly<ArgumentException>(() => model.Decode([new float[1]], "class 0"));
        Assert.ThrowsExactly<ArgumentException>(() => model.Decode([null!], "class 0"));
        Assert.ThrowsExactly<InvalidOperationException>(() => model.GenerateImages(1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Interpolate(model.DrawLatent(1), model.DrawLatent(2), 1, "class 0"));
    }

    [TestMethod]
    public void Rows_of_a_class_that_was_not_learned_are_named()
    {
        var ml = new MLContext(seed: 1);
        var data = Blobs.WithKeys(ml, 30);
        var two = ml.Data.FilterRowsByKeyColumnFraction(data, "Label", 0, 0.6);
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", GanTestRows.Tiny).Fit(two);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => model.Augment(data).GetColumn<uint>("Label").Count());
        StringAssert.Contains(error.Message, "'class 2'");
    }

    [TestMethod]
    public void Missing_and_infinite_numbers_are_named_with_their_row()
    {
        var ml = new MLContext(seed: 1);
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity })
        {
            var rows = ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(ml, 20), false).ToList();
            rows[13].Features[4] = bad;
            var error = Assert.ThrowsExactly<InvalidOperationException>(
                () => ml.Transforms.AugmentWithGan("Features", null, GanTestRows.Tiny).Fit(ml.Data.LoadFromEnumerable(rows)));
            StringAssert.Contains(error.Message, "'Features'");
            StringAssert.Contains(error.Message, "row 13, slot 4");
        }
    }

    [TestMethod]
    public void No_rows_too_many_rows_and_a_disposed_model_are_refused()
    {
        var ml = new MLContext(seed: 1);
        var none = ml.Data.LoadFromEnumerable(Array.Empty<Blobs.Row>());
        Assert.ThrowsExactly<InvalidOperationException>(() => ml.Transforms.AugmentWithGan("Features", null, GanTestRows.Tiny).Fit(none));
        var small = GanTestRows.Tiny with { Training = GanTestRows.Tiny.Training with { MemoryBudget = 1 << 20 } };
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => ml.Transforms.AugmentWithGan("Features", null, small).Fit(Blobs.Create(ml, 40_000)));
        StringAssert.Contains(error.Message, "MemoryBudget");
        var model = ml.Transforms.AugmentWithGan("Features", null, GanTestRows.Tiny).Fit(Blobs.Create(ml, 20));
        var (augmented, made) = (model.Augment(Blobs.Create(ml, 20)), model.GenerateRows(3, seed: 1));
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => augmented.GetColumn<float[]>("Features").Count());
        Assert.ThrowsExactly<ObjectDisposedException>(() => made.GetColumn<float[]>("Features").Count());
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Generate(1));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(Blobs.Create(ml, 20)));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Augment(Blobs.Create(ml, 20)));
    }

    [TestMethod]
    public void Nulls_and_empty_names_are_refused()
    {
        var ml = new MLContext(seed: 1);
        Assert.ThrowsExactly<ArgumentNullException>(() => DeepLearningCatalog.AugmentWithGan(null!));
        Assert.ThrowsExactly<ArgumentException>(() => ml.Transforms.AugmentWithGan("", "L"));
        Assert.ThrowsExactly<ArgumentException>(() => ml.Transforms.AugmentWithGan("F", ""));
        Assert.ThrowsExactly<ArgumentException>(() => ml.Transforms.AugmentTableWithGan([]));
        Assert.ThrowsExactly<ArgumentException>(() => ml.Transforms.AugmentTableWithGan(["a", "b"], "a"));
        Assert.ThrowsExactly<ArgumentNullException>(() => ml.Transforms.AugmentWithGan("F").Fit(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => ml.Transforms.AugmentWithGan("F").GetOutputSchema(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => GanAmount.ForClasses(null!));
    }

    private sealed class Huge
    {
        public double Number { get; set; }
    }

    private sealed class Numbers
    {
        public float[] F { get; set; } = [];
    }
}
