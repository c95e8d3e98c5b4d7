using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Drift;

/// <summary>A watch that was given its counts: what it reads, refuses and reports.</summary>
[TestClass]
public sealed class DriftWatchTransformerTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Slots_texts_and_flags_are_counted_as_a_loop_would()
    {
        using var watch = Watch();
        var report = watch.Compare(Rows(new(1, "a"), new(9, ""), new(float.NaN, "b") { Pair = [3, float.NaN], Flag = true }));
        Assert.AreEqual((3L, 20L), (report.Rows, report.TrainingRows));
        CollectionAssert.AreEqual(
            new[] { "Number", "Pair[0]", "Pair[1]", "Text", "Flag" }, report.Columns.Select(column => column.Name).ToArray());
        Assert.AreEqual(5.0, report.Columns[0].MeanNow, 1e-12);
        Assert.AreEqual(1 / 3.0, report.Columns[0].MissingNow, 1e-12);
        Assert.AreEqual(1.0, report.Columns[1].MeanNow, 1e-12, "0, 0 and 3");
        Assert.AreEqual(1 / 3.0, report.Columns[2].MissingNow, 1e-12);
        Assert.AreEqual(1 / 3.0, report.Columns[3].MissingNow, 1e-12, "an empty text is missing");
        Assert.AreEqual(1 / 3.0, report.Columns[4].MeanNow, 1e-12, "yes is 1");
        Assert.AreEqual(3 / 20.0, report.Columns[0].MeanThen, 1e-12);
    }

    [TestMethod]
    public void Keys_are_counted_by_the_values_behind_them()
    {
        using var watch = Watch();
        var texts = Rows(new(1, "a"), new(1, "zz"), new(1, "a"), new(1, ""));
        var keys = _ml.Transforms.Conversion.MapValueToKey("Text").Fit(texts).Transform(texts);
        Assert.AreEqual(Of(texts), Of(keys));

        ColumnDrift Of(IDataView data) => watch.Compare(data).Columns[3];
    }

    [TestMethod]
    public void Rows_pass_as_they_are_one_by_one_and_all_at_once()
    {
        using var watch = Watch();
        var data = Rows(new(1, "a"), new(2, "b"));
        Assert.AreSame(data.Schema, watch.GetOutputSchema(data.Schema));
        CollectionAssert.AreEqual(new float[] { 1, 2 }, watch.Transform(data).GetColumn<float>("Number").ToArray());
        var mapper = watch.GetRowToRowMapper(data.Schema);
        using var cursor = data.GetRowCursor(data.Schema);
        using var row = mapper.GetRow(cursor, data.Schema);
        Assert.AreSame(cursor, row);
        CollectionAssert.AreEqual(
            new[] { "Text" }, mapper.GetDependencies([data.Schema["Text"]]).Select(column => column.Name).ToArray());
    }

    [TestMethod]
    public void What_was_saved_reports_the_same()
    {
        using var watch = Watch();
        var data = Rows(new(1, "a"), new(7, "q"), new(-3, ""));
        using var file = new MemoryStream();
        _ml.Model.Save(watch, data.Schema, file);
        file.Position = 0;
        using var loaded = (DriftWatchTransformer)_ml.Model.Load(file, out _);
        Assert.AreEqual(watch.Compare(data).ToString(), loaded.Compare(data).ToString());
    }

    [TestMethod]
    public void Every_column_that_is_missing_or_of_another_kind_is_named_in_one_error()
    {
        using var watch = Watch();
        var other = _ml.Data.LoadFromEnumerable([new Other()]);
        foreach (var ask in new Action[]
        {
            () => watch.Compare(other), () => watch.Transform(other), () => watch.GetOutputSchema(other.Schema),
            () => watch.GetRowToRowMapper(other.Schema),
        })
        {
            var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(ask).Message;
            StringAssert.Contains(error, "Schema mismatch for input column 'Number'");
            StringAssert.Contains(error, "'Pair': expected Boolean or a number or a known-size vector of numbers, 2 a row");
            StringAssert.Contains(error, "Could not find");
            StringAssert.Contains(error, "column 'Flag'");
        }
    }

    [TestMethod]
    public void No_rows_and_infinite_numbers_are_errors_that_say_where()
    {
        using var watch = Watch();
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => watch.Compare(Rows())).Message, "There are no rows to compare");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => watch.Compare(Rows(new(1, "a"), new(1, "a") { Pair = [0, float.PositiveInfinity] }))).Message,
            "Column 'Pair' is Infinity in row 1, slot 1 (counted from 0)");
    }

    [TestMethod]
    public void A_watch_that_was_disposed_is_asked_nothing()
    {
        var watch = Watch();
        watch.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => watch.Compare(Rows(new Row(1, "a"))));
        Assert.ThrowsExactly<ObjectDisposedException>(() => watch.Transform(Rows(new Row(1, "a"))));
    }

    private DriftWatchTransformer Watch()
    {
        var description = new DriftDescription(
            [
                new("Number", [new("Number", [0, 5], null, [5, 10, 5, 0], 3)]),
                new("Pair", [new("Pair[0]", [1], null, [10, 10, 0], 0), new("Pair[1]", [1], null, [10, 10, 0], 0)]),
                new("Text", [new("Text", null, ["a", "b"], [10, 5, 3, 2], 0)]), new("Flag", [new("Flag", [1], null, [10, 10, 0], 10)]),
            ],
            new DriftOptions());
        description.Check();
        return new DriftWatchTransformer(_ml, description, new NoWeights(), CPU);
    }

    private IDataView Rows(params Row[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private sealed class Row(float number, string text)
    {
        public Row() : this(0, "")
        {
        }

        public float Number { get; set; } = number;

        [VectorType(2)]
        public float[] Pair { get; set; } = [0, 0];

        public string Text { get; set; } = text;

        public bool Flag { get; set; }
    }

    private sealed class Other
    {
        public string Number { get; set; } = "";

        [VectorType(3)]
        public float[] Pair { get; set; } = [0, 0, 0];

        public string Text { get; set; } = "";
    }
}
