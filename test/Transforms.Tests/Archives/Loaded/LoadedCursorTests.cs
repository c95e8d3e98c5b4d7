using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>What ML.NET relies on when it reads the rows of a model, of every kind once it is loaded.</summary>
[TestClass]
public sealed class LoadedCursorTests
{
    private readonly MLContext _ml = new(seed: 1);

    static LoadedCursorTests() => TorchModules.Register<GoldenModule>();

    public static IEnumerable<object[]> Kinds => GoldenFolder.All().Select(folder => new object[] { folder.Kind });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Rows_are_counted_from_0_have_an_identity_each_and_an_end(string kind)
    {
        using var model = Load(kind, out var rows);
        var view = model.Transform(rows);
        using var cursor = view.GetRowCursor(view.Schema);
        Assert.AreSame(view.Schema, cursor.Schema);
        Assert.AreEqual(-1, cursor.Position);
        Assert.IsTrue(view.Schema.All(cursor.IsColumnActive));
        if (!ReferenceEquals(view.Schema, rows.Schema)) // whose cursor is not ours
            Assert.IsFalse(cursor.IsColumnActive(Beyond(view.Schema)), "a column of another schema");
        var (identity, value, seen) = (cursor.GetIdGetter(), default(DataViewRowId), new HashSet<DataViewRowId>());
        for (var row = 0; cursor.MoveNext(); row++)
        {
            Assert.AreEqual(row, cursor.Position);
            identity(ref value);
            Assert.IsTrue(seen.Add(value), $"row {row}");
        }
        Assert.IsNotEmpty(seen);
        Assert.AreEqual(seen.Count, view.GetRowCount() ?? seen.Count);
        Assert.AreEqual(seen.Count, Cells.Count(view), "whatever is asked for");
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void A_column_by_itself_holds_what_it_holds_beside_all_others(string kind)
    {
        using var model = Load(kind, out var rows);
        var view = model.Transform(rows);
        var added = view.Schema.Where(column => column.Index >= rows.Schema.Count && IsRead(column)).ToArray();
        var together = added.ToDictionary(column => column.Name, _ => new List<float[]>());
        using (var cursor = view.GetRowCursor(view.Schema))
        {
            var read = added.Select(column => (column.Name, Read: Cells.Reader(cursor, column))).ToArray();
            while (cursor.MoveNext())
                foreach (var (name, value) in read)
                    together[name].Add(value());
        }
        foreach (var column in added)
            Cells.AreEqual(together[column.Name], Cells.Read(view, column), 0, column.Name);
        foreach (var column in ReferenceEquals(view.Schema, rows.Schema) ? [] : view.Schema.ToArray())
        {
            using var cursor = view.GetRowCursor([column]);
            foreach (var other in view.Schema)
                if (other.Index != column.Index && other.Type.RawType == typeof(float) && !cursor.IsColumnActive(other))
                    Assert.Throws<ArgumentException>(() => cursor.GetGetter<float>(other), $"{other.Name} beside {column.Name}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Cursors_side_by_side_share_the_rows(string kind)
    {
        using var model = Load(kind, out var rows);
        var view = model.Transform(rows);
        var whole = Identities(view.GetRowCursor(view.Schema));
        var parts = view.GetRowCursorSet(view.Schema, 3).SelectMany(Identities).ToArray();
        CollectionAssert.AreEquivalent(whole, parts);
        var shuffled = Identities(view.GetRowCursor(view.Schema, new Random(1)));
        CollectionAssert.AreEquivalent(whole, shuffled);
        if (!view.CanShuffle)
            CollectionAssert.AreEqual(whole, shuffled, "the order that was not to be another is the same");

        static DataViewRowId[] Identities(DataViewRowCursor cursor)
        {
            using (cursor)
            {
                var (getter, value, all) = (cursor.GetIdGetter(), default(DataViewRowId), new List<DataViewRowId>());
                while (cursor.MoveNext())
                {
                    getter(ref value);
                    all.Add(value);
                }
                return [.. all];
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void A_cursor_that_was_disposed_gives_no_further_rows(string kind)
    {
        using var model = Load(kind, out var rows);
        var view = model.Transform(rows);
        var cursor = view.GetRowCursor(view.Schema);
        Assert.IsTrue(cursor.MoveNext());
        cursor.Dispose();
        cursor.Dispose();
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void A_row_by_itself_knows_its_columns_and_follows_its_source(string kind)
    {
        using var model = Load(kind, out var rows);
        if (!model.IsRowToRowMapper || model is DriftWatchTransformer) // which hands the row itself on
            return;
        var mapper = model.GetRowToRowMapper(rows.Schema);
        Assert.AreEqual(rows.Schema.ToString(), mapper.InputSchema.ToString());
        Assert.AreEqual(model.GetOutputSchema(rows.Schema).ToString(), mapper.OutputSchema.ToString());
        var active = mapper.OutputSchema.ToArray();
        using var cursor = rows.GetRowCursor(mapper.GetDependencies(active).Select(column => rows.Schema[column.Index]));
        using var row = mapper.GetRow(cursor, active);
        Assert.IsFalse(row.IsColumnActive(Beyond(mapper.OutputSchema)));
        var (identity, source, mine, its) = (row.GetIdGetter(), cursor.GetIdGetter(), default(DataViewRowId), default(DataViewRowId));
        while (cursor.MoveNext())
        {
            identity(ref mine);
            source(ref its);
            Assert.AreEqual((cursor.Position, cursor.Batch, its), (row.Position, row.Batch, mine));
        }
        Assert.ThrowsExactly<ArgumentNullException>(() => model.GetRowToRowMapper(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => mapper.GetRow(null!, active));
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Rows_without_the_columns_that_are_read_are_refused_by_name_before_one_is_read(string kind)
    {
        using var model = Load(kind, out _);
        var other = _ml.Data.LoadFromEnumerable([new Other()]);
        foreach (var ask in new Action[] { () => model.Transform(other), () => model.GetOutputSchema(other.Schema) })
        {
            var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(ask);
            StringAssert.Contains(error.Message, "Could not find ");
            StringAssert.Contains(error.Message, "there are Unrelated");
        }
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Transform(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.GetOutputSchema(null!));
    }

    private static bool IsRead(DataViewSchema.Column column)
    {
        var item = column.Type is VectorDataViewType vector ? vector.ItemType.RawType : column.Type.RawType;
        return item == typeof(float) || item == typeof(bool) || item == typeof(uint)
            || (item == typeof(long) && column.Type is VectorDataViewType);
    }

    private static DataViewSchema.Column Beyond(DataViewSchema schema)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(schema);
        builder.AddColumn("Beyond", NumberDataViewType.Single);
        return builder.ToSchema()["Beyond"];
    }

    private NetworkTransformer Load(string kind, out IDataView rows)
    {
        var golden = GoldenFolder.All().Last(folder => folder.Kind == kind);
        rows = golden.Rows(_ml);
        return golden.Load(_ml);
    }

    private sealed class Other
    {
        public float Unrelated { get; set; }
    }
}
