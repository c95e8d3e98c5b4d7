using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Changed copies of texts and series that only the rows that are fitted to get.</summary>
[TestClass]
public sealed class RowAugmenterTests
{
    private static readonly TextAugmentation Words = new()
    {
        Synonyms = [["good", "fine"], ["room", "chamber"]],
        SynonymShare = 1,
        DeleteShare = 0,
        Copies = 2,
        MarkerColumnName = "IsCopy",
        Seed = 3,
    };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Each_text_is_followed_by_copies_that_keep_its_other_columns_and_are_marked()
    {
        var data = Texts();
        using var model = _ml.Transforms.AugmentText("Text", Words).Fit(data);
        var augmented = model.Transform(data);
        Assert.AreEqual(9L, augmented.GetRowCount());
        var real = data.GetColumn<string>("Text").ToArray();
        var texts = augmented.GetColumn<string>("Text").ToArray();
        CollectionAssert.AreEqual(real, texts[..3]);
        CollectionAssert.AreEqual(
            new[] { "A fine chamber.", "nothing else", "Fine, FINE chamber" }, texts[3..6], "every word that has a synonym");
        CollectionAssert.AreEqual(texts, model.Transform(data).GetColumn<string>("Text").ToArray(), "every pass meets the same copies");
        CollectionAssert.AreEqual(
            Enumerable.Repeat(new[] { 1f, 2, 3 }, 3).SelectMany(n => n).ToArray(), augmented.GetColumn<float>("Number").ToArray());
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 9).Select(row => row >= 3).ToArray(), augmented.GetColumn<bool>("IsCopy").ToArray());
    }

    [TestMethod]
    public void Copies_differ_from_each_other_and_follow_from_the_seed()
    {
        var data = Texts();
        var some = Words with { SynonymShare = 0.5, Copies = 8 };
        string[] Copies(TextAugmentation augmentation)
        {
            using var model = _ml.Transforms.AugmentText("Text", augmentation).Fit(data);
            return [.. model.Transform(data).GetColumn<string>("Text").Skip(3)];
        }

        var copies = Copies(some);
        Assert.IsGreaterThan(3, copies.Where((_, i) => i % 3 == 0).Distinct().Count());
        CollectionAssert.AreEqual(copies, Copies(some));
        CollectionAssert.AreNotEqual(copies, Copies(some with { Seed = 4 }));
        CollectionAssert.AreNotEqual(Copies(some with { Seed = null }), Copies(some with { Seed = null }), "drawn anew from the MLContext");
    }

    [TestMethod]
    public void Only_the_view_that_it_was_fitted_to_gets_copies_by_itself_and_single_rows_pass()
    {
        var (data, other) = (Texts(), Texts());
        using var model = _ml.Transforms.AugmentText("Text", Words).Fit(data);
        Assert.AreEqual(3, Cells.Count(model.Transform(other)));
        Assert.IsTrue(model.Transform(other).GetColumn<bool>("IsCopy").All(copy => !copy));
        Assert.AreEqual(9, Cells.Count(model.Augment(other)));
        var chain = _ml.Transforms.AugmentText("Text", Words).Append(_ml.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(_ml.Regression.Trainers.Sdca("Number")).Fit(data);
        Assert.AreEqual(3, Cells.Count(chain.Transform(other)));
        using var engine = _ml.Model.CreatePredictionEngine<Line, Passed>(model);
        var passed = engine.Predict(new Line { Text = "good room" });
        Assert.AreEqual(("good room", false), (passed.Text, passed.IsCopy));
        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        using var reloaded = (RowAugmenterTransformer)new MLContext().Model.Load(file, out _);
        CollectionAssert.AreEqual(
            model.Augment(other).GetColumn<string>("Text").ToArray(), reloaded.Augment(other).GetColumn<string>("Text").ToArray());
        Assert.AreEqual(3, Cells.Count(reloaded.Transform(data)), "one that was loaded knows no view");
    }

    [TestMethod]
    public void The_schema_promised_is_the_schema_produced_and_a_column_that_does_not_fit_is_refused()
    {
        var data = Texts();
        foreach (var (estimator, bad) in new (RowAugmenterEstimator, RowAugmenterEstimator)[]
        {
            (_ml.Transforms.AugmentText("Text", Words), _ml.Transforms.AugmentText("Number", Words)),
            (_ml.Transforms.AugmentSeries("Series"), _ml.Transforms.AugmentSeries("Text")),
            (_ml.Transforms.AugmentSeries("Series"), _ml.Transforms.AugmentSeries("Missing")),
        })
        {
            var shape = new SchemaShape(data.Schema.Select(column => SchemaShapes.Column(column.Name, column.Type)));
            using var model = estimator.Fit(data);
            foreach (var schema in new[] { model.Transform(data).Schema, model.GetOutputSchema(data.Schema) })
                CollectionAssert.AreEqual(
                    estimator.GetOutputSchema(shape).Select(column => $"{column.Name}: {SchemaShapes.Describe(column)}").ToArray(),
                    schema.Select(
                        column => $"{column.Name}: {SchemaShapes.Describe(SchemaShapes.Column(column.Name, column.Type))}").ToArray());
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bad.Fit(data));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bad.GetOutputSchema(shape));
        }
    }

    [TestMethod]
    public void Each_change_of_a_series_does_what_it_says_and_no_more()
    {
        var still = new SeriesAugmentation { Noise = 0, Scale = 0, StepSize = 2, Copies = 20, Seed = 1 };
        var series = Enumerable.Range(0, 20).SelectMany(i => new[] { (float)i, 100 - i }).ToArray();
        var scaled = Copies(series, still with { Scale = 1 });
        foreach (var copy in scaled)
        {
            var factor = copy[1] / 100;
            Assert.IsTrue(factor is >= 0.5f and <= 2);
            for (var i = 0; i < series.Length; i++)
                Assert.AreEqual(factor * series[i], copy[i], 1e-3);
        }
        Assert.HasCount(20, scaled.Select(copy => copy[1]).Distinct().ToArray());
        var moves = Copies(series, still with { Shift = 0.25 }).Select(copy => (int)copy[20] - 10).ToArray();
        Assert.IsTrue(moves.Min() is >= -5 and < -2 && moves.Max() is > 2 and <= 5, string.Join(' ', moves));
        foreach (var copy in Copies(series, still with { Shift = 0.25 }))
            for (var step = 0; step < 20; step++)
                Assert.AreEqual(Math.Clamp(step + (int)copy[20] - 10, 0, 19), copy[2 * step]);
        foreach (var copy in Copies(series, still with { Noise = 0.1 }))
            Assert.AreEqual(0.58, Math.Sqrt(copy.Where((_, i) => i % 2 == 0).Select((v, i) => (v - i) * (v - i)).Average()), 0.4);
        foreach (var copy in Copies(series, still with { TimeWarp = 0.3 }))
            CollectionAssert.AreEqual(new[] { 0f, 100, 19, 81 }, new[] { copy[0], copy[1], copy[^2], copy[^1] });
    }

    [TestMethod]
    public void A_faster_series_has_fewer_steps_or_where_the_size_is_known_ends_earlier()
    {
        var faster = new SeriesAugmentation { Noise = 0, Scale = 0, Speed = 1, Copies = 20, Seed = 1 };
        var line = Enumerable.Range(0, 40).Select(i => (float)i).ToArray();
        var lengths = Copies(line, faster).Select(copy => copy.Length).ToArray();
        Assert.IsTrue(lengths.Min() is >= 20 and < 30 && lengths.Max() is > 50 and <= 80, string.Join(' ', lengths));
        foreach (var copy in Copies(line, faster))
            Assert.AreEqual((0f, 39f), (copy[0], copy[^1]));
        foreach (var copy in Copies(line, faster, isKnownSize: true))
        {
            Assert.HasCount(40, copy);
            for (var i = 0; i < 40; i++)
                Assert.AreEqual(Math.Min(39, i * copy[1]), copy[i], 1e-3);
        }
    }

    [TestMethod]
    public void Pitch_is_changed_up_and_down_and_refused_for_what_is_no_sound()
    {
        var sound = new SeriesAugmentation { Noise = 0, Scale = 0, Pitch = 12, Copies = 12, Seed = 1 };
        var tone = Enumerable.Range(0, 2000).Select(i => (float)Math.Sin(i / 4.0)).ToArray();
        var periods = Copies(tone, sound)
            .Select(copy => copy.Zip(copy.Skip(1)).Count(pair => pair is { First: < 0, Second: >= 0 })).ToArray();
        Assert.IsTrue(periods.Min() is >= 38 and < 65 && periods.Max() is > 95 and <= 162, string.Join(' ', periods));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Copies(tone, sound, isKnownSize: true, dimensions: [1000, 2])).Message,
            "Column 'Series' has 2 numbers per step, and Pitch is 12; it must be 0 but for sounds");
    }

    [TestMethod]
    public void A_row_that_is_no_whole_number_of_steps_is_named()
    {
        var error = Assert.Throws<Exception>(() => Copies([1, 2, 3], new SeriesAugmentation { StepSize = 2 })).GetBaseException();
        StringAssert.Contains(error.Message, "Column 'Series' holds 3 numbers in row 0; that is no multiple of the step size 2.");
        Assert.IsEmpty(Copies([], new SeriesAugmentation())[0], "a series without a step stays one");
    }

    [TestMethod]
    public void Bad_options_are_named_together()
    {
        var text = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.AugmentText("Text", new TextAugmentation
        {
            Copies = 0,
            MarkerColumnName = "",
            Synonyms = [["good", "fine"], ["alone"], ["a", " "]],
            SynonymShare = 1.5,
            InsertShare = -0.1,
            SwapShare = double.NaN,
            DeleteShare = 1,
        })).Message;
        foreach (var fault in new[]
        {
            "TextAugmentation.Copies is 0; it must be in [1, 1000].", "TextAugmentation.MarkerColumnName is \"\"",
            "TextAugmentation.Synonyms[1] is [alone]; it must be at least two words", "TextAugmentation.Synonyms[2] is [a,  ]",
            "TextAugmentation.SynonymShare is 1.5; it must be in [0, 1].", "TextAugmentation.InsertShare is -0.1",
            "TextAugmentation.SwapShare is NaN", "TextAugmentation.DeleteShare is 1; it must be in [0, 1).",
        })
            StringAssert.Contains(text, fault);
        Refused(new TextAugmentation { InsertShare = 0.1 }, "InsertShare is 0.1; it must be 0 without Synonyms.");
        Refused(new TextAugmentation { DeleteShare = 0 }, "nothing would be changed");
        Refused(new TextAugmentation { Synonyms = null! }, "Synonyms is null");
        Refused(Words with { MarkerColumnName = "Text" }, "another name than that of the column that is changed");
        var series = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.AugmentSeries("Series", new SeriesAugmentation
        {
            StepSize = 0,
            Noise = -1,
            Scale = 11,
            Shift = 1,
            TimeWarp = 3,
            Speed = 5,
            Pitch = 25,
        })).Message;
        foreach (var fault in new[]
        {
            "StepSize is 0", "Noise is -1; it must be in [0, 10].", "Scale is 11", "Shift is 1; it must be in [0, 1).",
            "TimeWarp is 3; it must be in [0, 2].", "Speed is 5; it must be in [0, 4].", "Pitch is 25; it must be in [0, 24].",
        })
            StringAssert.Contains(series, fault);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => _ml.Transforms.AugmentSeries("S", new SeriesAugmentation { Noise = 0, Scale = 0 })).Message,
            "nothing would be changed");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => _ml.Transforms.AugmentSeries("S", new SeriesAugmentation { Pitch = 1, StepSize = 2 })).Message,
            "Pitch is 1; it must be 0 where StepSize is above 1.");

        void Refused(TextAugmentation augmentation, string because) => StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.AugmentText("Text", augmentation)).Message, because);
    }

    private IDataView Texts() => _ml.Data.LoadFromEnumerable(new[]
    {
        new Line { Text = "A good room.", Number = 1, Series = [1, 2, 3] }, new Line { Text = "nothing else", Number = 2, Series = [1] },
        new Line { Text = "Good, GOOD  room", Number = 3, Series = [] },
    });

    // The copies of one series.
    private float[][] Copies(float[] series, SeriesAugmentation augmentation, bool isKnownSize = false, int[]? dimensions = null)
    {
        var schema = SchemaDefinition.Create(typeof(Line));
        if (isKnownSize)
            schema["Series"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimensions ?? [series.Length]);
        var data = _ml.Data.LoadFromEnumerable([new Line { Series = series }], schema);
        using var model = _ml.Transforms.AugmentSeries("Series", augmentation).Fit(data);
        return [.. model.Transform(data).GetColumn<float[]>("Series").Skip(1)];
    }

    private sealed class Line
    {
        public string Text { get; set; } = "";

        public float Number { get; set; }

        public float[] Series { get; set; } = [];
    }

    private sealed class Passed
    {
        public string Text { get; set; } = "";

        public bool IsCopy { get; set; }
    }
}
