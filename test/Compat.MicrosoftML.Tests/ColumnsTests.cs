using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class ColumnsTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Data() => _ml.Data.LoadFromEnumerable(new[] { new Row { A = 1, B = 2, V = [3, 4], T = "x" }, new Row { A = 5, B = 6, V = [7, 8], T = "y" } });

    [TestMethod]
    public void A_copy_over_an_existing_name_follows_it_and_hides_it()
    {
        var data = Data();
        var schema = _ml.Transforms.CopyColumns("A", "B").Fit(data).Transform(data).Schema;
        Assert.AreEqual("A, A, B, V, T", string.Join(", ", schema.Select(c => c.Name)));
        Assert.IsTrue(schema[0].IsHidden);
        schema = _ml.Transforms.CopyColumns("New", "B").Fit(data).Transform(data).Schema;
        Assert.AreEqual("A, B, V, T, New", string.Join(", ", schema.Select(c => c.Name)));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.CopyColumns("New", "Nope").Fit(data)).Message, "Could not find input column 'Nope'");
    }

    [TestMethod]
    public void Concatenation_joins_values_and_slot_names()
    {
        var data = Data();
        var view = _ml.Transforms.Concatenate("F", "A", "V").Append(_ml.Transforms.Concatenate("G", "F", "B")).Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { 5f, 7, 8 }, view.GetColumn<float[]>("F").Last());
        CollectionAssert.AreEqual(new[] { 1f, 3, 4, 2 }, view.GetColumn<float[]>("G").First());
        Assert.AreEqual("Vector<Single, 4>", view.Schema["G"].Type.ToString());
        Assert.AreEqual("A||", Names(view.Schema["F"]));
        Assert.AreEqual("F.A|||B", Names(view.Schema["G"]));
        Assert.IsFalse(view.Schema["F"].IsNormalized());
    }

    [TestMethod]
    public void One_vector_passes_with_its_annotations_and_one_scalar_becomes_a_vector()
    {
        var data = Data();
        var view = _ml.Transforms.Concatenate("F", "A").Append(_ml.Transforms.Concatenate("G", "F")).Fit(data).Transform(data);
        Assert.AreEqual("Vector<Single, 1>", view.Schema["F"].Type.ToString());
        Assert.AreEqual("A", Names(view.Schema["G"]), "a single vector keeps its own slot names");
    }

    [TestMethod]
    public void Concatenation_refuses_other_item_types_and_no_inputs()
    {
        var data = Data();
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("F", "A", "T").Append(_ml.Transforms.CopyColumns("Q", "F")).Fit(data));
        StringAssert.Contains(error.Message, "Schema mismatch for input column 'T': expected Single, got String");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("F"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("F", "Nope").Fit(data));
    }

    [TestMethod]
    public void Sparse_vectors_stay_sparse_when_most_slots_are_empty()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new SparseRow { A = 1, V = new VBuffer<float>(10, 1, [5f], [3]) } });
        var view = _ml.Transforms.Concatenate("F", "V", "A", "V").Fit(data).Transform(data);
        var value = view.GetColumn<VBuffer<float>>("F").Single();
        Assert.IsFalse(value.IsDense);
        CollectionAssert.AreEqual(new[] { 3, 10, 14 }, value.GetIndices().ToArray());
        Assert.AreEqual("Vector<Single, 21>", view.Schema["F"].Type.ToString());
    }

    [TestMethod]
    public void Selection_keeps_the_given_order_and_dropping_takes_hidden_columns_along()
    {
        var data = Data();
        Assert.AreEqual("T, A", string.Join(", ", _ml.Transforms.SelectColumns("T", "A").Fit(data).Transform(data).Schema.Select(c => c.Name)));
        var doubled = _ml.Transforms.CopyColumns("A", "B").Fit(data).Transform(data);
        Assert.AreEqual("B, V, T", string.Join(", ", _ml.Transforms.DropColumns("A").Fit(doubled).Transform(doubled).Schema.Select(c => c.Name)));
        Assert.AreEqual("A, A, V, T", string.Join(", ", _ml.Transforms.DropColumns("B").Fit(doubled).Transform(doubled).Schema.Select(c => c.Name)));
        Assert.AreEqual("A", string.Join(", ", _ml.Transforms.SelectColumns("A").Fit(doubled).Transform(doubled).Schema.Select(c => c.Name)));
        Assert.AreEqual("A, A", string.Join(", ", _ml.Transforms.SelectColumns(["A"], keepHidden: true).Fit(doubled).Transform(doubled).Schema.Select(c => c.Name)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.SelectColumns("Nope").Fit(data));
        var picked = _ml.Transforms.SelectColumns("T", "A").Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { 1f, 5f }, picked.GetColumn<float>("A").ToArray());
    }

    [TestMethod]
    public void Shapes_agree_with_the_schemas_of_the_data()
    {
        var data = Data();
        var pipeline = _ml.Transforms.CopyColumns("C", "T").Append(_ml.Transforms.Concatenate("F", "A", "V")).Append(_ml.Transforms.DropColumns("B")).Append(_ml.Transforms.SelectColumns("F", "C", "A"));
        var promised = pipeline.GetOutputSchema(Microsoft.ML.SchemaShape.Create(data.Schema));
        var given = Microsoft.ML.SchemaShape.Create(pipeline.Fit(data).Transform(data).Schema);
        Assert.AreEqual(string.Join(";", given.Select(Describe)), string.Join(";", promised.Select(Describe)));

        static string Describe(SchemaShape.Column c) => $"{c.Name} {c.GetTypeString()} {{{string.Join(",", c.Annotations.Select(Describe))}}}";
    }

    private static string Names(DataViewSchema.Column column)
    {
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetSlotNames(ref names);
        return string.Join("|", names.DenseValues());
    }

    private sealed class Row
    {
        public float A { get; set; }
        public float B { get; set; }
        [VectorType(2)] public float[] V { get; set; } = [];
        public string T { get; set; } = "";
    }

    private sealed class SparseRow
    {
        public float A { get; set; }
        [VectorType(10)] public VBuffer<float> V { get; set; }
    }
}
