using DeepML.Transforms.Tests.Archives;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Scoring;

/// <summary>What a scored view and its rows hand out, with a network of two known weights.</summary>
[TestClass]
public sealed class ScoringSchemaTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_added_column_stands_behind_the_others_which_keep_their_places()
    {
        using var model = Model();
        var view = model.Transform(View(3));
        CollectionAssert.AreEqual(new[] { "Numbers", "Other", "Scaled" }, view.Schema.Select(column => column.Name).ToArray());
        Assert.AreEqual(model.GetOutputSchema(View(1).Schema).ToString(), view.Schema.ToString());
        Assert.AreEqual(3L, view.GetRowCount());
    }

    [TestMethod]
    public void Every_row_has_its_own_answer()
    {
        using var model = Model();
        var view = model.Transform(View(1100));
        var scaled = Cells.Read(view, view.Schema["Scaled"]);
        Assert.HasCount(1100, scaled);
        for (var row = 0; row < scaled.Count; row++)
            Assert.AreEqual(2 * (row + 10 + 0.5f), scaled[row][0], 1e-3f, $"row {row}");
        Assert.IsEmpty(Cells.Read(model.Transform(View(0)), view.Schema["Scaled"]));
    }

    [TestMethod]
    public void A_column_of_the_networks_name_is_hidden_by_the_added_one()
    {
        using var model = Model();
        var twice = model.Transform(model.Transform(View(1)));
        Assert.HasCount(4, twice.Schema);
        Assert.AreEqual(3, twice.Schema["Scaled"].Index);
        Assert.IsTrue(twice.Schema[2].IsHidden);
    }

    [TestMethod]
    public void Only_what_an_asked_for_column_needs_is_read()
    {
        using var model = Model();
        var schema = View(1).Schema;
        var mapper = ((ITransformer)model).GetRowToRowMapper(schema);
        var (scaled, other) = (mapper.OutputSchema["Scaled"], mapper.OutputSchema["Other"]);
        CollectionAssert.AreEqual(new[] { "Numbers" }, mapper.GetDependencies([scaled]).Select(c => c.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "Other" }, mapper.GetDependencies([other]).Select(c => c.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "Numbers", "Other" }, mapper.GetDependencies([other, scaled]).Select(c => c.Name).ToArray());
        Assert.IsEmpty(mapper.GetDependencies([]).ToArray());
    }

    [TestMethod]
    public void A_row_is_scored_again_when_its_source_has_moved()
    {
        using var model = Model();
        var data = View(3);
        using var cursor = data.GetRowCursor(data.Schema);
        var mapper = ((ITransformer)model).GetRowToRowMapper(data.Schema);
        using var row = mapper.GetRow(cursor, mapper.OutputSchema);
        var (scaled, other) = (row.GetGetter<float>(row.Schema["Scaled"]), row.GetGetter<float>(row.Schema["Other"]));
        for (var i = 0; i < 3; i++)
        {
            Assert.IsTrue(cursor.MoveNext());
            var (value, passed) = (0f, 0f);
            for (var again = 0; again < 2; again++)
            {
                scaled(ref value);
                other(ref passed);
                Assert.AreEqual(2 * (i + 10 + 0.5f), value, 1e-4f);
                Assert.AreEqual(-i, passed);
            }
            Assert.AreEqual(i, row.Position);
        }
    }

    [TestMethod]
    public void Columns_that_were_not_asked_for_and_other_types_are_refused()
    {
        using var model = Model();
        var view = model.Transform(View(2));
        using var cursor = view.GetRowCursor([view.Schema["Scaled"]]);
        Assert.IsTrue(cursor.IsColumnActive(view.Schema["Scaled"]));
        Assert.IsFalse(cursor.IsColumnActive(view.Schema["Other"]));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<float>(view.Schema["Other"])).Message,
                "Column 'Other' is not active in this row");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<double>(view.Schema["Scaled"])).Message,
            "Invalid TValue: 'System.Double', expected 'System.Single' for column 'Scaled'");
    }

    [TestMethod]
    public void A_column_of_a_wider_schema_is_refused()
    {
        using var model = Model();
        var (view, wider) = (model.Transform(View(1)), model.Transform(model.Transform(View(1))));
        var foreign = wider.Schema["Scaled"];
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => view.GetRowCursor([foreign])).Message,
            "Column 'Scaled' with index 3");
        Assert.ThrowsExactly<ArgumentNullException>(() => view.GetRowCursor(null!));
        using var cursor = view.GetRowCursor(view.Schema);
        Assert.IsFalse(cursor.IsColumnActive(foreign));
    }

    [TestMethod]
    public void However_many_cursors_are_asked_for_there_are_as_many_as_the_rows_come_from()
    {
        using var model = Model();
        var view = model.Transform(View(5));
        using var cursor = view.GetRowCursorSet([view.Schema["Scaled"]], n: 4).Single();
        var rows = 0;
        while (cursor.MoveNext())
            Assert.AreEqual(rows++, cursor.Position);
        Assert.AreEqual(5, rows);
        Assert.AreEqual(-1L, cursor.Position);
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void A_getter_beside_the_rows_is_an_error_and_not_an_old_value()
    {
        using var model = Model();
        var view = model.Transform(View(1));
        using var cursor = view.GetRowCursor(view.Schema);
        var (scaled, ids) = (cursor.GetGetter<float>(view.Schema["Scaled"]), cursor.GetIdGetter());
        var (value, id) = (0f, default(DataViewRowId));
        Assert.ThrowsExactly<InvalidOperationException>(() => scaled(ref value), "before the first row");
        Assert.IsTrue(cursor.MoveNext());
        scaled(ref value);
        ids(ref id);
        Assert.IsFalse(cursor.MoveNext());
        Assert.ThrowsExactly<InvalidOperationException>(() => scaled(ref value), "behind the last row");
        Assert.ThrowsExactly<InvalidOperationException>(() => ids(ref id));
    }

    [TestMethod]
    public void Data_without_the_networks_column_are_refused_at_once()
    {
        using var model = Model();
        var wrong = _ml.Data.LoadFromEnumerable([new { Numbers = 1f }]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(wrong)).Message,
            "Schema mismatch for input column 'Numbers': expected Vector<Single, 2>, got Single");
    }

    [TestMethod]
    public void A_model_that_is_disposed_scores_nothing()
    {
        var model = Model();
        model.Dispose();
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(View(1)));
    }

    // 2 · (x + 10·y + 0.5)
    private ScaledTransformer Model()
    {
        var network = nn.Linear(2, 1);
        using (no_grad())
        using (NewDisposeScope())
        {
            network.weight.copy_(tensor(new float[] { 1, 10 }, [1, 2]));
            network.bias!.copy_(tensor(new[] { 0.5f }));
        }
        return new ScaledTransformer(_ml, new ScaledDescription("Numbers", 2, new TrainingHistory()), network, CPU);
    }

    private IDataView View(int rows) =>
        _ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Row { Numbers = [i, 1], Other = -i }).ToArray());

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Numbers { get; set; } = [];

        public float Other { get; set; }
    }
}
