using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class SchemaShapesTests
{
    [TestMethod]
    public void A_type_has_its_shape()
    {
        foreach (var (type, text) in new (DataViewType, string)[]
        {
            (NumberDataViewType.Single, "Single"),
            (TextDataViewType.Instance, "String"),
            (new VectorDataViewType(NumberDataViewType.Single, 3), "Vector<Single>"),
            (new VectorDataViewType(NumberDataViewType.Single), "VarVector<Single>"),
            (new KeyDataViewType(typeof(byte), 3), "Key<Byte>"),
            (new KeyDataViewType(typeof(ushort), 3), "Key<UInt16>"),
            (new KeyDataViewType(typeof(uint), 3), "Key<UInt32>"),
            (new KeyDataViewType(typeof(ulong), 3), "Key<UInt64>"),
            (new VectorDataViewType(new KeyDataViewType(typeof(uint), 3), 2), "Vector<Key<UInt32>>"),
            (new VectorDataViewType(new KeyDataViewType(typeof(uint), 3)), "VarVector<Key<UInt32>>"),
        })
        {
            var shape = SchemaShapes.Column("X", type);
            Assert.AreEqual("X", shape.Name);
            Assert.AreEqual(text, SchemaShapes.Describe(shape), type.ToString());
            Assert.AreEqual(text.Contains("Key", StringComparison.Ordinal), shape.IsKey);
        }
    }

    [TestMethod]
    public void What_is_promised_is_what_a_schema_of_that_type_has()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable([new Row()]);
        var shape = ml.Transforms.CopyColumns("Copy", "Vector")
            .GetOutputSchema(new SchemaShape(data.Schema.Select(c => SchemaShapes.Column(c.Name, c.Type))));
        Assert.AreEqual("Vector<Single>", SchemaShapes.Describe(shape.Single(c => c.Name == "Copy")),
            "ML.NET's own estimators understand it");
    }

    [TestMethod]
    public void Annotations_stand_beside_a_column()
    {
        var annotated = SchemaShapes.Column("X", NumberDataViewType.Single, SchemaShapes.Column("SlotNames", TextDataViewType.Instance));
        Assert.AreEqual("SlotNames", annotated.Annotations.Single().Name);
        Assert.IsEmpty(SchemaShapes.Column("X", NumberDataViewType.Single).Annotations.ToArray());
    }

    [TestMethod]
    public void An_added_column_takes_the_place_of_one_of_its_name()
    {
        var input =
            new SchemaShape([SchemaShapes.Column("A", TextDataViewType.Instance), SchemaShapes.Column("B", TextDataViewType.Instance)]);
        var widened = SchemaShapes.With(input,
            [SchemaShapes.Column("B", NumberDataViewType.Single), SchemaShapes.Column("C", BooleanDataViewType.Instance)]);
        CollectionAssert.AreEqual(new[] { "A: String", "B: Single", "C: Boolean" },
            widened.Select(c => $"{c.Name}: {SchemaShapes.Describe(c)}").ToArray());
        Assert.HasCount(2, input.ToArray());
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Vector { get; set; } = [0, 0];
    }
}
