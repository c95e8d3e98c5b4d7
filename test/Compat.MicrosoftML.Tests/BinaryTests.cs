using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class BinaryTests
{
    private sealed class Row
    {
        public bool Flag;
        public sbyte I1;
        public byte U1;
        public short I2;
        public ushort U2;
        public int I4;
        public uint U4;
        public long I8;
        public ulong U8;
        public float R4;
        public double R8;
        public string Text = "";
        public DateTime Time;
        public DateTimeOffset Zoned;
        public TimeSpan Span;
        public DataViewRowId Id;

        [KeyType(200)]
        public byte Key1;

        [KeyType(7)]
        public ulong Key8;

        [VectorType(2, 2)]
        public float[] Matrix = [];

        public string[] Words = [];

        public VBuffer<double> Sparse;
    }

    private static Row[] Rows(int count)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(i => new Row
        {
            Flag = i % 3 == 0, I1 = (sbyte)i, U1 = (byte)i, I2 = (short)-i, U2 = (ushort)i, I4 = -i, U4 = (uint)i, I8 = long.MinValue + i, U8 = ulong.MaxValue - (ulong)i,
            R4 = i % 5 == 0 ? float.NaN : random.NextSingle(), R8 = random.NextDouble(), Text = i % 4 == 0 ? "" : $"é{i}\ud800\n",
            Time = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(i), Zoned = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.FromMinutes(i % 60)), Span = TimeSpan.FromTicks(i),
            Id = new DataViewRowId((ulong)i, 77), Key1 = (byte)(i % 200), Key8 = (ulong)(i % 7), Matrix = [i, 1, 2, 3],
            Words = [.. Enumerable.Range(0, i % 4).Select(w => $"w{w}")], Sparse = new VBuffer<double>(9, 1, [i + 1.0], [i % 9]),
        })];
    }

    private static string Save(TextTestFolder folder, IDataView view, bool keepHidden = false)
    {
        var path = folder.PathOf("data.idv");
        using (var stream = File.Create(path))
            folder.Context.Data.SaveAsBinary(view, stream, keepHidden);
        return path;
    }

    [TestMethod]
    public void Values_of_every_type_come_back()
    {
        using var folder = new TextTestFolder();
        var rows = Rows(1000);
        var source = folder.Context.Data.LoadFromEnumerable(rows);
        var view = folder.Context.Data.LoadFromBinary(Save(folder, source));

        Assert.AreEqual(1000, view.GetRowCount());
        CollectionAssert.AreEqual(source.Schema.Select(c => c.ToString()).ToArray(), view.Schema.Select(c => c.ToString()).ToArray());
        foreach (var column in source.Schema)
            Assert.IsTrue(column.Type.Equals(view.Schema[column.Name].Type), column.Name);
        var expected = folder.Context.Data.CreateEnumerable<Row>(source, false).ToArray();
        var actual = folder.Context.Data.CreateEnumerable<Row>(view, false).ToArray();
        for (var i = 0; i < rows.Length; i++)
            AreSame(expected[i], actual[i]);
    }

    [TestMethod]
    public void Annotations_come_back()
    {
        using var folder = new TextTestFolder();
        var ml = folder.Context;
        var data = ml.Data.LoadFromEnumerable(new[] { new { Word = "b", X = 1f }, new { Word = "a", X = 3f } });
        var model = ml.Transforms.Conversion.MapValueToKey("Word").Append(ml.Transforms.NormalizeMinMax("X")).Append(ml.Transforms.Concatenate("F", "X")).Fit(data);
        var view = ml.Data.LoadFromBinary(Save(folder, model.Transform(data)));

        var keys = default(VBuffer<ReadOnlyMemory<char>>);
        view.Schema["Word"].GetKeyValues(ref keys);
        CollectionAssert.AreEqual(new[] { "b", "a" }, keys.DenseValues().Select(k => k.ToString()).ToArray());
        Assert.IsTrue(view.Schema["F"].IsNormalized());
        CollectionAssert.AreEqual(new[] { "X" }, view.SlotNames("F"));
        Assert.IsFalse(view.Schema.Any(c => c.IsHidden));
        Assert.IsTrue(ml.Data.LoadFromBinary(Save(folder, model.Transform(data), keepHidden: true)).Schema.Any(c => c.IsHidden));
    }

    [TestMethod]
    public void A_shuffled_pass_has_the_same_rows_with_the_same_ids_in_another_order()
    {
        using var folder = new TextTestFolder();
        var view = folder.Context.Data.LoadFromBinary(Save(folder, folder.Context.Data.LoadFromEnumerable(Enumerable.Range(0, 300000).Select(i => new { I = i }))));
        Assert.IsTrue(view.CanShuffle);

        var seen = new List<int>();
        using var cursor = view.GetRowCursor(view.Schema, new Random(1));
        var value = cursor.GetGetter<int>(view.Schema[0]);
        var id = cursor.GetIdGetter();
        while (cursor.MoveNext())
        {
            var number = 0;
            value(ref number);
            DataViewRowId rowId = default;
            id(ref rowId);
            Assert.AreEqual((ulong)number, rowId.Low);
            seen.Add(number);
        }

        Assert.IsFalse(seen.SequenceEqual(seen.Order()));
        CollectionAssert.AreEqual(Enumerable.Range(0, 300000).ToArray(), seen.Order().ToArray());
    }

    [TestMethod]
    public void Only_wanted_columns_are_active()
    {
        using var folder = new TextTestFolder();
        var view = folder.Context.Data.LoadFromBinary(Save(folder, folder.Context.Data.LoadFromEnumerable(Rows(10))));
        using var cursor = view.GetRowCursor([view.Schema["Text"]]);

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<float>(view.Schema["R4"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["Text"]));
    }

    [TestMethod]
    public void Damage_is_a_format_error()
    {
        using var folder = new TextTestFolder();
        var path = Save(folder, folder.Context.Data.LoadFromEnumerable(Rows(20)));
        var bytes = File.ReadAllBytes(path);
        var random = new Random(2);
        for (var trial = 0; trial < 200; trial++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            if (trial % 4 == 0)
                damaged = damaged[..random.Next(damaged.Length)];
            File.WriteAllBytes(path, damaged);
            Assert.ThrowsExactly<FormatException>(() =>
            {
                var view = folder.Context.Data.LoadFromBinary(path);
                using var cursor = view.GetRowCursor(view.Schema);
                while (cursor.MoveNext())
                {
                }
            }, $"trial {trial}");
        }
    }

    [TestMethod]
    public void A_missing_file_is_refused_at_the_call()
        => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Data.LoadFromBinary("/no/such/file.idv"));

    [TestMethod]
    public void A_view_without_rows_keeps_its_schema()
    {
        using var folder = new TextTestFolder();
        var view = folder.Context.Data.LoadFromBinary(Save(folder, folder.Context.Data.LoadFromEnumerable(Array.Empty<Row>())));

        Assert.AreEqual(0, view.GetRowCount());
        Assert.AreEqual(21, view.Schema.Count);
    }

    [TestMethod]
    public void Schemas_keep_types_annotations_and_hidden_columns_in_a_forward_only_stream()
    {
        var names = new DataViewSchema.Annotations.Builder();
        names.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, 2), (ref VBuffer<ReadOnlyMemory<char>> v) => v = new(2, ["a".AsMemory(), "".AsMemory()]));
        names.AddPrimitiveValue("Id", new KeyDataViewType(typeof(uint), int.MaxValue), 3u);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("V", NumberDataViewType.Double);
        builder.AddColumn("V", new VectorDataViewType(NumberDataViewType.Single, 2), names.ToAnnotations());
        builder.AddColumn("Cube", new VectorDataViewType(new KeyDataViewType(typeof(ushort), 9), 2, 0, 3));
        builder.AddColumn("Picture", new ImageDataViewType(4, 5));
        builder.AddColumn("AnyPicture", new ImageDataViewType());
        builder.AddColumn("Row", RowIdDataViewType.Instance);
        var schema = builder.ToSchema();

        using var zip = new MemoryStream();
        using (var deflate = new System.IO.Compression.DeflateStream(zip, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            SchemaSerializer.Save(schema, deflate);
        zip.Position = 0;
        using var inflate = new System.IO.Compression.DeflateStream(zip, System.IO.Compression.CompressionMode.Decompress);
        var loaded = SchemaSerializer.Load(inflate);

        CollectionAssert.AreEqual(schema.Select(c => $"{c} {c.IsHidden}").ToArray(), loaded.Select(c => $"{c} {c.IsHidden}").ToArray());
        Assert.IsTrue(schema.Zip(loaded).All(p => p.First.Type.Equals(p.Second.Type)));
        var id = 0u;
        loaded[1].Annotations.GetValue("Id", ref id);
        Assert.AreEqual(3u, id);
    }

    private static void AreSame(Row expected, Row actual)
    {
        foreach (var field in typeof(Row).GetFields())
        {
            var (a, b) = (field.GetValue(expected), field.GetValue(actual));
            if (a is System.Collections.ICollection one && b is System.Collections.ICollection other)
                CollectionAssert.AreEqual(one, other, field.Name);
            else if (a is VBuffer<double> left && b is VBuffer<double> right)
                Assert.IsTrue(!right.IsDense && left.DenseValues().SequenceEqual(right.DenseValues()), field.Name);
            else
                Assert.AreEqual(a, b, field.Name);
        }

        Assert.AreEqual(expected.Time.Kind, actual.Time.Kind);
        Assert.AreEqual(expected.Zoned.Offset, actual.Zoned.Offset);
    }
}
