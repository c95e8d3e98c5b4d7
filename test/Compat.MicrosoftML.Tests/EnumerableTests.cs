using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class EnumerableTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void Every_member_type_becomes_its_column_type_fields_first()
    {
        var schema = _ml.Data.LoadFromEnumerable(new[] { new Everything() }).Schema;
        Assert.AreEqual("Field, Flag, Text, Memory, Time, Offset, Span, Id, Numbers, Buffer, Fixed, Grid, Key, Keys, Renamed, Texts",
            string.Join(", ", schema.Select(c => c.Name)));
        Assert.AreEqual("Double, Boolean, String, String, DateTime, DateTimeOffset, TimeSpan, DataViewRowId, Vector<Single>, Vector<Int32>, Vector<Single, 3>, Vector<Single, 2, 2>, Key<UInt32, 0-4>, Vector<Key<Byte, 0-2>>, Int16, Vector<String>",
            string.Join(", ", schema.Select(c => c.Type)));
    }

    [TestMethod]
    public void Values_come_back_as_they_went_in_but_scalar_keys_are_one_higher()
    {
        var row = new Everything
        {
            Field = 1.5, Flag = true, Text = "t", Memory = "m".AsMemory(), Time = new DateTime(2020, 1, 2), Offset = new DateTimeOffset(2020, 1, 2, 3, 0, 0, TimeSpan.Zero),
            Span = TimeSpan.FromHours(1), Id = new DataViewRowId(3, 4), Numbers = [1, 2], Buffer = new VBuffer<int>(4, 1, [5], [2]), Fixed = [1, 2, 3],
            Grid = [1, 2, 3, 4], Key = 2, Keys = [1, 2, 0], Short = -3, Texts = ["a", null!],
        };
        var view = _ml.Data.LoadFromEnumerable(new[] { row, new Everything { Key = 5, Fixed = null } });
        var back = _ml.Data.CreateEnumerable<Everything>(view, reuseRowObject: false).ToArray();
        Assert.AreEqual(1.5, back[0].Field);
        Assert.IsTrue(back[0].Flag);
        Assert.AreEqual("t", back[0].Text);
        Assert.AreEqual("m", back[0].Memory.ToString());
        Assert.AreEqual(row.Time, back[0].Time);
        Assert.AreEqual(row.Offset, back[0].Offset);
        Assert.AreEqual(row.Span, back[0].Span);
        Assert.AreEqual(row.Id, back[0].Id);
        CollectionAssert.AreEqual(row.Numbers, back[0].Numbers);
        CollectionAssert.AreEqual(new[] { 0, 0, 5, 0 }, back[0].Buffer.DenseValues().ToArray());
        CollectionAssert.AreEqual(row.Grid, back[0].Grid);
        Assert.AreEqual(3u, back[0].Key);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 0 }, back[0].Keys);
        Assert.AreEqual((short)-3, back[0].Short);
        CollectionAssert.AreEqual(new[] { "a", "" }, back[0].Texts);
        Assert.AreEqual(0u, back[1].Key, "a value beyond the count is missing");
        Assert.AreEqual("", back[1].Text);
        Assert.AreEqual(0, back[1].Fixed!.Length, "a null array is empty whatever the declared size");
    }

    [TestMethod]
    public void Members_without_a_column_type_are_refused()
    {
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new One<int?>() })).Message, "Value");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new One<decimal>() }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new One<DayOfWeek>() }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new One<char>() }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new One<Guid>() }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new One<object>() }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new One<List<int>>() }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new KeyOnFloat() }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new VectorOnScalar() }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new TwoOfOneName() }));
        Assert.ThrowsExactly<NotSupportedException>(() => _ml.Data.LoadFromEnumerable(new[] { new KeyWithoutCount() }));
        var shorts = _ml.Data.LoadFromEnumerable(new[] { new ShortKey() });
        Assert.ThrowsExactly<InvalidOperationException>(() => shorts.GetRowCursor(shorts.Schema));
    }

    [TestMethod]
    public void The_view_enumerates_its_source_for_every_cursor_and_refuses_null_rows()
    {
        var passes = 0;
        IEnumerable<One<float>> Rows()
        {
            passes++;
            yield return new One<float> { Value = 1 };
            yield return null!;
        }

        var view = _ml.Data.LoadFromEnumerable(Rows());
        Assert.AreEqual(0, passes);
        Assert.IsNull(view.GetRowCount());
        Assert.IsFalse(view.CanShuffle);
        Assert.ThrowsExactly<InvalidOperationException>(() => view.GetColumn<float>("Value").ToArray());
        Assert.ThrowsExactly<InvalidOperationException>(() => view.GetColumn<float>("Value").ToArray());
        Assert.AreEqual(2, passes);
        Assert.AreEqual(2, _ml.Data.LoadFromEnumerable(new List<One<float>> { new(), new() }).GetRowCount());
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Data.LoadFromEnumerable((IEnumerable<One<float>>)null!));
    }

    [TestMethod]
    public void A_cursor_stands_at_minus_one_outside_of_its_rows()
    {
        var view = _ml.Data.LoadFromEnumerable(new[] { new One<float> { Value = 1 }, new One<float> { Value = 2 } });
        var cursor = view.GetRowCursor(view.Schema);
        var getter = cursor.GetGetter<float>(view.Schema[0]);
        var id = cursor.GetIdGetter();
        var value = 0f;
        Assert.AreEqual(-1, cursor.Position);
        Assert.ThrowsExactly<NullReferenceException>(() => getter(ref value));
        Assert.IsTrue(cursor.MoveNext());
        Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(1, cursor.Position);
        var rowId = default(DataViewRowId);
        id(ref rowId);
        Assert.AreEqual(new DataViewRowId(1, 0), rowId);
        getter(ref value);
        getter(ref value);
        Assert.AreEqual(2f, value);
        Assert.IsFalse(cursor.MoveNext());
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
        cursor.Dispose();
        cursor.Dispose();
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<int>(view.Schema[0]));
        var inactive = view.GetRowCursor([]);
        Assert.IsFalse(inactive.IsColumnActive(view.Schema[0]));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => inactive.GetGetter<float>(view.Schema[0])).Message, "not active");
        Assert.ThrowsExactly<ArgumentNullException>(() => view.GetRowCursor(null));
        var wider = _ml.Data.LoadFromEnumerable(new[] { new Everything() }).Schema;
        Assert.ThrowsExactly<InvalidOperationException>(() => view.GetRowCursor([wider[5]]));
    }

    [TestMethod]
    public void CreateEnumerable_checks_names_and_types_at_once()
    {
        var view = _ml.Data.LoadFromEnumerable(new[] { new One<float> { Value = 1 } });
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.CreateEnumerable<Two>(view, false)).Message, "Could not find  column 'Other'");
        Assert.AreEqual(1f, _ml.Data.CreateEnumerable<Two>(view, false, ignoreMissingColumns: true).Single().Value);
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Data.CreateEnumerable<One<double>>(view, false));
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Data.CreateEnumerable<One<float[]>>(view, false));
        var seen = _ml.Data.CreateEnumerable<One<float>>(_ml.Data.LoadFromEnumerable(new[] { new One<float>(), new One<float>() }), reuseRowObject: true).ToArray();
        Assert.AreSame(seen[0], seen[1]);
    }

    [TestMethod]
    public void A_schema_definition_changes_names_types_and_annotations()
    {
        var definition = SchemaDefinition.Create(typeof(One<float[]>));
        Assert.IsNull(definition["Nope"]);
        var column = definition["Value"];
        column.ColumnName = "Features";
        column.ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        column.AddAnnotation("SlotNames", new[] { "a", "b" }, new VectorDataViewType(TextDataViewType.Instance, 2));
        Assert.AreSame(column, definition["Features"]);
        var view = _ml.Data.LoadFromEnumerable(new[] { new One<float[]> { Value = [1, 2] } }, definition);
        Assert.AreEqual("Features: Vector<Single, 2> {SlotNames}", view.Schema[0].ToString());
        Assert.IsTrue(view.Schema[0].HasSlotNames());
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        view.Schema[0].GetSlotNames(ref names);
        Assert.AreEqual("b", names.GetItemOrDefault(1).ToString());

        column.ColumnType = NumberDataViewType.Single;
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new One<float[]>() }, definition)).Message, "Features");
        column.ColumnType = new VectorDataViewType(NumberDataViewType.Double, 2);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new One<float[]>() }, definition));
        Assert.AreEqual(0, SchemaDefinition.Create(typeof(GetOnly), SchemaDefinition.Direction.Write).Count);
        Assert.AreEqual(1, SchemaDefinition.Create(typeof(GetOnly), SchemaDefinition.Direction.Read).Count);
    }

    [TestMethod]
    public void A_given_schema_supplies_types_and_names_the_missing_member()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Value", new VectorDataViewType(NumberDataViewType.Single, 2));
        var view = _ml.Data.LoadFromEnumerable(new[] { new One<float[]> { Value = [1, 2] } }, builder.ToSchema());
        Assert.AreEqual("Vector<Single, 2>", view.Schema["Value"].Type.ToString());
        builder.AddColumn("Absent", NumberDataViewType.Single);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Data.LoadFromEnumerable(new[] { new One<float[]>() }, builder.ToSchema())).Message, "Absent");
    }

    [TestMethod]
    public void Columns_and_previews_show_values_that_later_rows_do_not_change()
    {
        var view = _ml.Data.LoadFromEnumerable(new[] { new Two { Value = 1, Other = [1, 2] }, new Two { Value = 2, Other = [3, 4] } });
        var arrays = view.GetColumn<float[]>("Other").ToArray();
        CollectionAssert.AreEqual(new[] { 1f, 2f }, arrays[0]);
        var buffers = view.GetColumn<VBuffer<float>>("Other").ToArray();
        Assert.AreEqual(1f, buffers[0].GetItemOrDefault(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => view.GetColumn<double>("Value"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => view.GetColumn<float>("Nope"));
        var preview = view.Preview(1);
        Assert.AreEqual(1, preview.RowView.Length);
        Assert.AreEqual("2 columns, 1 rows", preview.ToString());
        Assert.AreEqual(1f, preview.ColumnView[0].Values[0]);
        Assert.AreEqual("Other", view.Preview().RowView[1].Values[1].Key);
    }

    private sealed class Everything
    {
        public double Field;
        public static int Ignored = 1;
        public const int AlsoIgnored = 2;
        [NoColumn] public object? Hidden { get; set; }
        public bool Flag { get; set; }
        public string? Text { get; set; }
        public ReadOnlyMemory<char> Memory { get; set; }
        public DateTime Time { get; set; }
        public DateTimeOffset Offset { get; set; }
        public TimeSpan Span { get; set; }
        public DataViewRowId Id { get; set; }
        public float[] Numbers { get; set; } = [];
        public VBuffer<int> Buffer { get; set; }
        [VectorType(3)] public float[]? Fixed { get; set; } = [];
        [VectorType(2, 2)] public float[] Grid { get; set; } = [];
        [KeyType(5)] public uint Key { get; set; }
        [KeyType(3)] public byte[] Keys { get; set; } = [];
        [ColumnName("Renamed")] public short Short { get; set; }
        public string[] Texts { get; set; } = [];
        public int this[int i] => i;
    }

    private sealed class One<T>
    {
        public T Value = default!;
    }

    private sealed class Two
    {
        public float Value { get; set; }
        public float[]? Other { get; set; }
    }

    private sealed class GetOnly
    {
        public float Value => 1;
    }

    private sealed class KeyOnFloat
    {
        [KeyType(3)] public float Value { get; set; }
    }

    private sealed class KeyWithoutCount
    {
        [KeyType] public uint Value { get; set; }
    }

    private sealed class ShortKey
    {
        [KeyType(3)] public ushort Value { get; set; }
    }

    private sealed class VectorOnScalar
    {
        [VectorType(3)] public float Value { get; set; }
    }

    private sealed class TwoOfOneName
    {
        public float A { get; set; }
        [ColumnName("A")] public float B { get; set; }
    }
}
