using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class SchemaTests
{
    private static DataViewSchema Build(params (string Name, DataViewType Type)[] columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var (name, type) in columns)
            builder.AddColumn(name, type);
        return builder.ToSchema();
    }

    [TestMethod]
    public void The_last_column_of_a_name_owns_it_and_earlier_ones_are_hidden()
    {
        var schema = Build(("A", NumberDataViewType.Single), ("B", TextDataViewType.Instance), ("A", NumberDataViewType.Double));
        Assert.AreEqual(2, schema["A"].Index);
        Assert.IsTrue(schema[0].IsHidden);
        Assert.IsFalse(schema[1].IsHidden);
        Assert.AreEqual("3 columns", schema.ToString());
        Assert.AreEqual("B: String", schema[1].ToString());
    }

    [TestMethod]
    public void Wrong_names_and_indices_are_refused_as_documented()
    {
        var schema = Build(("A", NumberDataViewType.Single));
        Assert.ThrowsExactly<ArgumentNullException>(() => schema[null!]);
        Assert.ThrowsExactly<ArgumentNullException>(() => schema[""]);
        Assert.ThrowsExactly<ArgumentNullException>(() => schema.GetColumnOrNull(""));
        var missing = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema["Nope"]);
        Assert.AreEqual("name", missing.ParamName);
        StringAssert.Contains(missing.Message, "Nope");
        Assert.AreEqual("columnIndex", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema[1]).ParamName);
        Assert.IsNull(schema.GetColumnOrNull("Nope"));
        Assert.ThrowsExactly<ArgumentNullException>(() => new DataViewSchema.Builder().AddColumn("", NumberDataViewType.Single));
        Assert.ThrowsExactly<ArgumentNullException>(() => new DataViewSchema.Builder().AddColumn("A", null));
    }

    [TestMethod]
    public void Annotations_are_read_by_kind_with_the_exact_raw_type()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        var annotations = builder.ToAnnotations();
        var schemaBuilder = new DataViewSchema.Builder();
        schemaBuilder.AddColumn("A", NumberDataViewType.Single, annotations);
        var column = schemaBuilder.ToSchema()["A"];
        Assert.IsTrue(column.IsNormalized());
        Assert.AreEqual("A: Single {IsNormalized}", column.ToString());
        var number = 0;
        Assert.ThrowsExactly<InvalidOperationException>(() => column.Annotations.GetValue("IsNormalized", ref number));
        var flag = false;
        Assert.ThrowsExactly<InvalidOperationException>(() => column.Annotations.GetValue("Missing", ref flag));
        Assert.ThrowsExactly<ArgumentException>(() => builder.Add("X", NumberDataViewType.Int32, (ref float v) => v = 1));
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        Assert.IsFalse(column.HasSlotNames());
        Assert.ThrowsExactly<InvalidOperationException>(() => column.GetSlotNames(ref names));
        var values = default(VBuffer<int>);
        Assert.ThrowsExactly<InvalidOperationException>(() => column.GetKeyValues(ref values));
        var copied = new DataViewSchema.Annotations.Builder();
        copied.Add(annotations, kind => kind == "IsNormalized");
        Assert.AreEqual(1, copied.ToAnnotations().Schema.Count);
        Assert.AreSame(DataViewSchema.Annotations.Empty.Schema, DataViewSchema.Annotations.Empty.Schema);
    }

    [TestMethod]
    public void Types_compare_and_print_as_documented()
    {
        Assert.AreEqual("Single", NumberDataViewType.Single.ToString());
        Assert.AreEqual("String", TextDataViewType.Instance.ToString());
        Assert.AreEqual("DataViewRowId", RowIdDataViewType.Instance.ToString());
        Assert.AreEqual("Key<UInt32, 0-2>", new KeyDataViewType(typeof(uint), 3).ToString());
        Assert.AreEqual("Vector<Single, 2, *, 3>", new VectorDataViewType(NumberDataViewType.Single, 2, 0, 3).ToString());
        Assert.AreEqual("Vector<Single, 4>", new VectorDataViewType(NumberDataViewType.Single, 4).ToString());
        Assert.AreEqual("Vector<Single>", new VectorDataViewType(NumberDataViewType.Single).ToString());
        Assert.IsFalse(new VectorDataViewType(NumberDataViewType.Single, 6).Equals(new VectorDataViewType(NumberDataViewType.Single, 2, 3)));
        Assert.IsTrue(new VectorDataViewType(NumberDataViewType.Single, 2, 3).Equals(new VectorDataViewType(NumberDataViewType.Single, 2, 3)));
        Assert.IsTrue(new KeyDataViewType(typeof(uint), 3).Equals(new KeyDataViewType(typeof(uint), 3ul)));
        Assert.IsFalse(new KeyDataViewType(typeof(uint), 3).Equals(new KeyDataViewType(typeof(byte), 3)));
        Assert.IsFalse(new KeyDataViewType(typeof(uint), 3) == (DataViewType)new KeyDataViewType(typeof(uint), 3));
        Assert.AreEqual(typeof(VBuffer<float>), new VectorDataViewType(NumberDataViewType.Single).RawType);
    }

    [TestMethod]
    public void Impossible_types_are_refused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(int), 3));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(uint), 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(byte), 256));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VectorDataViewType(NumberDataViewType.Single, -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VectorDataViewType(NumberDataViewType.Single, Array.Empty<int>()));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VectorDataViewType(NumberDataViewType.Single, 2, -1));
        Assert.ThrowsExactly<ArgumentNullException>(() => new VectorDataViewType(null, 2));
        Assert.ThrowsExactly<OverflowException>(() => new VectorDataViewType(NumberDataViewType.Single, 1 << 20, 1 << 20));
        Assert.ThrowsExactly<ArgumentException>(() => new DisposablePrimitive());
    }

    [TestMethod]
    public void A_custom_type_is_registered_once_and_built_in_types_are_refused()
    {
        var type = new PointType();
        DataViewTypeManager.Register(type, typeof(Point));
        DataViewTypeManager.Register(type, typeof(Point));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DataViewTypeManager.Register(new PointType(), typeof(Point)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DataViewTypeManager.Register(new PointType(), typeof(float)));
        var ml = new MLContext(1);
        var view = ml.Data.LoadFromEnumerable(new[] { new PointRow { Where = new Point(3) } });
        Assert.AreSame(type, view.Schema["Where"].Type);
        Assert.AreEqual(3, view.GetColumn<Point>("Where").Single().X);
    }

    [TestMethod]
    public void A_shape_describes_columns_without_sizes_and_hidden_ones()
    {
        var schema = Build(("A", NumberDataViewType.Single), ("A", new KeyDataViewType(typeof(uint), 5)), ("V", new VectorDataViewType(NumberDataViewType.Single, 3)), ("W", new VectorDataViewType(new KeyDataViewType(typeof(byte), 2))));
        var shape = SchemaShape.Create(schema);
        Assert.AreEqual(3, shape.Count);
        CollectionAssert.AreEqual(new[] { "Key<UInt32>", "Vector<Single>", "VarVector<Key<Byte>>" }, shape.Select(c => c.GetTypeString()).ToArray());
        Assert.AreEqual(NumberDataViewType.UInt32, shape[0].ItemType);
        Assert.IsTrue(shape.TryFindColumn("V", out var v) && v.Kind == SchemaShape.Column.VectorKind.Vector);
        Assert.IsTrue(v.IsCompatibleWith(new SchemaShape.Column("V", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false)));
        Assert.IsFalse(v.IsCompatibleWith(shape[0]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SchemaShape.Column("", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SchemaShape.Column("a", SchemaShape.Column.VectorKind.Scalar, new KeyDataViewType(typeof(uint), 2), false));
    }

    [TestMethod]
    public void Row_ids_fork_into_different_ids_and_print_as_hexadecimal()
    {
        var id = new DataViewRowId(1, 2);
        Assert.AreEqual("00000000000000020000000000000001", id.ToString());
        Assert.AreEqual(4, new HashSet<DataViewRowId> { id, id.Fork(), id.Next(), id.Combine(new DataViewRowId(7, 0)) }.Count);
        Assert.AreEqual(id.Fork(), id.Fork());
        Assert.IsTrue(id.CompareTo(new DataViewRowId(9, 1)) > 0);
    }

    private readonly record struct Point(int X);

    private sealed class PointType() : StructuredDataViewType(typeof(Point))
    {
        public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);
    }

    private sealed class DisposablePrimitive() : PrimitiveDataViewType(typeof(MemoryStream))
    {
        public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);
    }

    private sealed class PointRow
    {
        public Point Where { get; set; }
    }
}
