using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Contracts;

/// <summary>Every multiclass trainer takes texts and booleans for classes, and makes keys of them inside as ML.NET does.</summary>
[TestClass]
public sealed class TextLabelTests
{
    private readonly MLContext _ml = new(seed: 1);

    // Draws the same numbers as any other: a context's second fit has another seed than its first.
    private static MLContext Fresh => new(seed: 1);

    public static IEnumerable<object[]> Families =>
        Trainer.All.Where(row => (string)row[1] == "Multiclass").Select(row => new[] { row[0] });

    [TestMethod]
    [DynamicData(nameof(Families))]
    public void A_label_of_texts_trains_the_network_that_its_keys_would(string family)
    {
        var data = Blobs.WithKeys(_ml);
        using var keyed = Trainer.Create(Fresh, family, "Multiclass").Fit(data);
        var trainer = Trainer.Create(Fresh, family, "Multiclass", label: "Name");
        using var named = trainer.Fit(data);
        var (expected, scored) = (keyed.Transform(data), named.Transform(data));
        Cells.AreEqual(Cells.Read(expected, expected.Schema["Score"]), Cells.Read(scored, scored.Schema["Score"]), 0, "scores");
        CollectionAssert.AreEqual(new[] { "class 0", "class 1", "class 2" }, Names(scored));
        var promised = trainer.GetOutputSchema(Shape(data.Schema));
        foreach (var produced in Shape(scored.Schema))
        {
            var column = promised.Single(c => c.Name == produced.Name);
            Assert.AreEqual(
                (produced.ItemType.ToString(), produced.IsKey, produced.Kind), (column.ItemType.ToString(), column.IsKey, column.Kind));
            CollectionAssert.AreEquivalent(
                produced.Annotations.Select(a => a.Name).ToArray(), column.Annotations.Select(a => a.Name).ToArray(), produced.Name);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Families))]
    public void A_label_of_booleans_has_the_classes_no_and_yes_and_stays_so_when_saved(string family)
    {
        var data = Blobs.Create(_ml);
        using var model = Trainer.Create(_ml, family, "Multiclass", label: "IsFirst").Fit(data);
        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        using var loaded = (PredictionTransformer)_ml.Model.Load(file, out _);
        var names = default(VBuffer<bool>);
        loaded.Transform(data).Schema["PredictedLabel"].GetKeyValues(ref names);
        CollectionAssert.AreEqual(new[] { false, true }, names.DenseValues().ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Families))]
    public void A_fit_that_goes_on_keeps_the_classes_in_their_order_and_names_one_it_does_not_know(string family)
    {
        dynamic trainer = Trainer.Create(_ml, family, "Multiclass", label: "Name");
        dynamic first = trainer.Fit(Blobs.Create(_ml));
        var rows = _ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(_ml), reuseRowObject: false).Reverse().ToArray();
        using (NetworkTransformer second = trainer.Fit(_ml.Data.LoadFromEnumerable(rows), first))
            CollectionAssert.AreEqual(new[] { "class 0", "class 1", "class 2" }, Names(second.Transform(Blobs.Create(_ml))));
        rows[2].Name = "class 9";
        IDataView other = _ml.Data.LoadFromEnumerable(rows);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Fit(other, first));
        StringAssert.Contains(error.Message, "'class 9' in row 2");
        ((IDisposable)first).Dispose();
    }

    [TestMethod]
    [DynamicData(nameof(Families))]
    public void Rows_with_an_empty_text_are_what_rows_with_a_missing_key_are(string family)
    {
        var rows = _ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(_ml), reuseRowObject: false).ToArray();
        foreach (var i in new[] { 4, 5, 30 })
            rows[i].Name = "";
        var data = _ml.Data.LoadFromEnumerable(rows);
        var keys = _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
        using var keyed = Trainer.Create(Fresh, family, "Multiclass").Fit(keys);
        using var named = Trainer.Create(Fresh, family, "Multiclass", label: "Name").Fit(data);
        var (expected, scored) = (keyed.Transform(keys), named.Transform(data));
        Cells.AreEqual(Cells.Read(expected, expected.Schema["Score"]), Cells.Read(scored, scored.Schema["Score"]), 0, "scores");
    }

    private static string[] Names(IDataView scored)
    {
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        scored.Schema["PredictedLabel"].GetKeyValues(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private static SchemaShape Shape(DataViewSchema schema) => new(schema.Where(c => !c.IsHidden).Select(c => SchemaShapes.Column(
        c.Name, c.Type, [.. c.Annotations.Schema.Select(a => SchemaShapes.Column(a.Name, a.Type))])));
}
