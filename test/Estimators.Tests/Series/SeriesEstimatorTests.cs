using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Series;

/// <summary>What every operation on series keeps to, as a part of pipelines.</summary>
[TestClass]
public sealed class SeriesEstimatorTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Operations =>
    [
        ["AlignSeries"], ["FillGaps"], ["FillGaps.Previous"], ["DifferenceCounters"], ["ScaleBySeries"], ["Lag"], ["RollingStatistics"],
        ["SlidingWindows"], ["LabelFaultsAhead"], ["LabelRemainingLife"],
    ];

    [TestMethod]
    [DynamicData(nameof(Operations))]
    public void The_schema_promised_is_the_schema_produced(string operation)
    {
        var data = Rows();
        var estimator = Create(operation);
        var promised = Describe(estimator.GetOutputSchema(Shape(data.Schema)));
        var model = estimator.Fit(data);
        CollectionAssert.AreEquivalent(Describe(Shape(model.GetOutputSchema(data.Schema))), promised);
        CollectionAssert.AreEquivalent(Describe(Shape(model.Transform(data).Schema)), promised);
    }

    [TestMethod]
    [DynamicData(nameof(Operations))]
    public void A_reloaded_chain_makes_the_same_rows(string operation)
    {
        var data = Rows();
        using var model = Create(operation).Append(_ml.Transforms.CopyColumns("Copy", "Time")).Fit(data);
        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        var reloaded = new MLContext().Model.Load(file, out _);
        var (expected, actual) = (model.Transform(data), reloaded.Transform(data));
        Assert.AreEqual(expected.Schema.Count, actual.Schema.Count);
        Assert.AreEqual(Cells.Count(expected), Cells.Count(actual));
        foreach (var column in expected.Schema.Where(c => c.Name is "Out" or "Further" or "Value" && !c.IsHidden))
            Cells.AreEqual(Cells.Read(expected, column), Cells.Read(actual, actual.Schema[column.Name]), 0, column.Name);
    }

    [TestMethod]
    [DynamicData(nameof(Operations))]
    public void A_missing_column_and_one_of_the_wrong_type_are_refused_by_name(string operation)
    {
        var estimator = Create(operation);
        foreach (var needed in new[] { "Machine", operation.StartsWith("Label") ? "Fault" : "Value" })
        {
            var without = _ml.Transforms.DropColumns(needed).Fit(Rows()).Transform(Rows());
            Refused(without, $"column '{needed}'");
            var wrong = _ml.Transforms.CopyColumns(needed, "Day").Fit(without).Transform(without);
            Refused(wrong, $"column '{needed}': expected");
        }

        void Refused(IDataView data, string said)
        {
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(Shape(data.Schema))).Message, said);
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(data)).Message, said);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Operations))]
    public void Two_cursors_at_once_read_the_same_rows_and_getters_keep_to_their_row(string operation)
    {
        var made = Create(operation).Fit(Rows()).Transform(Rows());
        var column = made.Schema[operation == "AlignSeries" ? "Value" : "Out"];
        var expected = Cells.Read(made, column);
        using var first = made.GetRowCursor([column]);
        using var second = made.GetRowCursorSet([column], 4).Single();
        var (one, two) = (Cells.Reader(first, column), Cells.Reader(second, column));
        Assert.Throws<InvalidOperationException>(() => one());
        for (var row = 0; row < expected.Count; row++)
        {
            Assert.IsTrue(first.MoveNext());
            Cells.AreEqual([expected[row]], [one()], 0, "one");
            Cells.AreEqual([expected[row]], [one()], 0, "read twice");
            if (row % 2 == 0)
                continue;
            Assert.IsTrue(second.MoveNext() && second.MoveNext());
            Cells.AreEqual([expected[row]], [two()], 0, "two");
        }
        Assert.IsFalse(first.MoveNext());
        Assert.AreEqual(-1, first.Position);
        Assert.Throws<InvalidOperationException>(() => one());
        Assert.IsFalse(first.IsColumnActive(made.Schema["Time"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => first.GetGetter<DateTime>(made.Schema["Time"]));
    }

    [TestMethod]
    [DynamicData(nameof(Operations))]
    public void A_prediction_engine_is_made_where_a_row_needs_no_others_and_refused_in_words_elsewhere(string operation)
    {
        var model = Create(operation).Fit(Rows());
        Assert.AreEqual(operation == "ScaleBySeries", model.IsRowToRowMapper);
        if (!model.IsRowToRowMapper)
            StringAssert.Contains(
                Assert.ThrowsExactly<InvalidOperationException>(() => model.GetRowToRowMapper(Rows().Schema)).Message,
                "needs the other rows of a series");
    }

    [TestMethod]
    public void Scaled_rows_are_the_same_one_by_one()
    {
        var (data, model) = (Rows(), Create("ScaleBySeries").Fit(Rows()));
        var mapper = model.GetRowToRowMapper(data.Schema);
        var column = mapper.OutputSchema["Out"];
        CollectionAssert.AreEquivalent(
            new[] { "Value", "Machine" }, mapper.GetDependencies([column]).Select(needed => needed.Name).ToArray());
        using var cursor = data.GetRowCursor(mapper.GetDependencies([column]));
        using var row = mapper.GetRow(cursor, [column]);
        var read = Cells.Reader(row, column);
        var single = new List<float[]>();
        while (cursor.MoveNext())
            single.Add(read());
        Cells.AreEqual(Cells.Read(model.Transform(data), column), single, 0, "one by one");
    }

    [TestMethod]
    public void A_chain_of_them_prepares_rows_for_a_trainer_of_MLNET()
    {
        var chain = _ml.Transforms.AlignSeries("Time", TimeSpan.FromMinutes(2), seriesColumnName: "Machine")
            .Append(_ml.Transforms.FillGaps("Value", "Value", new GapFilling { Method = GapFillMethod.Previous }, "Machine"))
            .Append(_ml.Transforms.RollingStatistics("Past", "Value", seriesColumnName: "Machine"))
            .Append(_ml.Transforms.LabelFaultsAhead("Label", "Fault", 2, "Weight", "Machine"))
            .Append(_ml.Transforms.Concatenate("Features", "Past", "Value"))
            .Append(_ml.BinaryClassification.Trainers.FastTree(exampleWeightColumnName: "Weight", minimumExampleCountPerLeaf: 1));
        var scored = chain.Fit(Rows()).Transform(Rows());
        Assert.AreEqual(20, Cells.Count(scored));
        Assert.IsTrue(scored.GetColumn<float>("Score").All(float.IsFinite));
    }

    [TestMethod]
    public void Keys_and_integers_are_read_and_slot_names_are_kept()
    {
        var data = Rows();
        var chain = _ml.Transforms.Conversion.MapValueToKey("Key", "Machine")
            .Append(_ml.Transforms.Concatenate("Both", "Value", "Other"))
            .Append(_ml.Transforms.Lag("Earlier", "Both", initial: 0, seriesColumnName: "Key"))
            .Append(_ml.Transforms.DifferenceCounters("Growth", "Whole", new CounterDifferences { Initial = 0 }, "Key"));
        var made = chain.Fit(data).Transform(data);
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        made.Schema["Earlier"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "Value", "Other" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        Assert.IsTrue(made.GetColumn<float>("Growth").Skip(2).All(growth => growth == 3));
    }

    private IEstimator<ITransformer> Create(string operation) => operation switch
    {
        "AlignSeries" => _ml.Transforms.AlignSeries(new AlignSeriesOptions
        {
            Every = TimeSpan.FromMinutes(2),
            SeriesColumnName = "Machine",
            ColumnNames = ["Value", "Fault"]
        }),
        "FillGaps" => _ml.Transforms.FillGaps("Out", "Value", new GapFilling { MarkColumnName = "Further" }, "Machine", "Time"),
        "FillGaps.Previous" => _ml.Transforms.FillGaps("Out", "Value", new GapFilling { Method = GapFillMethod.Previous }, "Machine"),
        "DifferenceCounters" => _ml.Transforms.DifferenceCounters(
            "Out", "Value", new CounterDifferences { Per = TimeSpan.FromHours(1), BreakColumnName = "Further" }, "Machine", "Time"),
        "ScaleBySeries" => _ml.Transforms.ScaleBySeries("Out", "Value", seriesColumnName: "Machine"),
        "Lag" => _ml.Transforms.Lag("Out", "Value", seriesColumnName: "Machine"),
        "RollingStatistics" => _ml.Transforms.RollingStatistics("Out", "Value", seriesColumnName: "Machine"),
        "SlidingWindows" => _ml.Transforms.SlidingWindows("Out", "Further", "Value", 3, 2, 2, "Machine"),
        "LabelRemainingLife" => _ml.Transforms.LabelRemainingLife("Out", "Fault", 3, "Further", "Machine"),
        _ => _ml.Transforms.LabelFaultsAhead("Out", "Fault", 3, "Further", "Machine"),
    };

    private IDataView Rows() => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(i => new Row
    {
        Time = new DateTime(2026, 1, 1).AddMinutes(i / 2),
        Machine = i % 2 == 0 ? "a" : "b",
        Value = i % 7 == 3 ? float.NaN : i % 5,
        Other = i,
        Whole = 3 * (i / 2),
        Fault = i % 11 == 10,
    }).ToArray());

    private static SchemaShape Shape(DataViewSchema schema) => new(schema.Where(c => !c.IsHidden).Select(c => SchemaShapes.Column(
        c.Name, c.Type, [.. c.Annotations.Schema.Select(a => SchemaShapes.Column(a.Name, a.Type))])));

    private static string[] Describe(SchemaShape shape) => [.. shape.Select(c =>
        $"{c.Name}: {SchemaShapes.Describe(c)} {{{string.Join(", ", c.Annotations.Select(a => a.Name))}}}")];

    private sealed class Row
    {
        public DateTime Time { get; set; }

        public string Machine { get; set; } = "";

        public float Value { get; set; }

        public float Other { get; set; }

        public int Whole { get; set; }

        public bool Fault { get; set; }

        public TimeSpan Day { get; set; }
    }
}
