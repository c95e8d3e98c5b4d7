using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Gan;

/// <summary>Augmenters whose generator answers with its latent and the class asked for, one-hot.</summary>
[TestClass]
public sealed class GanAugmenterTests
{
    private static readonly TableColumn Size =
        new("Size", TableColumnKind.Vector, "Single", 0, [3]) { Offsets = [10, 0, 0], Scales = [1, 100, 1000] };

    private static readonly TableColumn Class =
        new("Class", TableColumnKind.Category, "String", 0, []) { Values = ["cat", "dog"], Counts = [3, 1] };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rows_of_a_class_are_made_for_that_class()
    {
        using var model = Model();
        CollectionAssert.AreEqual(new[] { "cat", "dog" }, model.Classes.ToArray());
        Assert.AreEqual((1, AugmentationMethod.Gan), (model.LatentSize, model.Method));
        Assert.IsNull(model.Comparison);
        var dogs = model.Generate(3, "dog", seed: 5);
        Assert.HasCount(3, dogs);
        Assert.IsTrue(dogs.All(row => row[1] == 0 && row[2] == 1000), "0 · 100 and 1 · 1000");
        Assert.HasCount(3, dogs.Select(row => row[0]).Distinct().ToArray(), "each from a latent of its own");
        var cats = model.GenerateRows(2, "Class", "cat", seed: 5);
        CollectionAssert.AreEqual(new[] { "cat", "cat" }, cats.GetColumn<string>("Class").ToArray());
        Assert.IsTrue(cats.GetColumn<float[]>("Size").All(row => row[1] == 100 && row[2] == 0));
        Assert.AreEqual(2L, cats.GetRowCount());
        Assert.IsNull(cats.Schema.GetColumnOrNull("Made"), "all are made: nothing needs a mark");
    }

    [TestMethod]
    public void Unasked_classes_come_as_often_as_in_the_data()
    {
        using var model = Model();
        var made = model.GenerateRows(4000, seed: 1).GetColumn<string>("Class").ToArray();
        Assert.AreEqual(3000, made.Count(name => name == "cat"), 120);
        CollectionAssert.AreEqual(made, model.GenerateRows(4000, seed: 1).GetColumn<string>("Class").ToArray());
        CollectionAssert.AreNotEqual(made, model.GenerateRows(4000, seed: 2).GetColumn<string>("Class").ToArray());
    }

    [TestMethod]
    public void A_latent_is_decoded_to_the_row_that_it_stands_for()
    {
        using var model = Model();
        var decoded = model.Decode([[0.5f], [-2]], "cat");
        CollectionAssert.AreEqual(new[] { 10.5f, 100, 0, 8, 100, 0 }, decoded.SelectMany(row => row).ToArray());
        var between = model.Interpolate([1], [3], 5, "dog");
        CollectionAssert.AreEqual(new[] { 11, 11.5f, 12, 12.5f, 13 }, between.Select(row => row[0]).ToArray());
        Assert.IsTrue(between.All(row => row[2] == 1000));
        Assert.HasCount(1, model.DrawLatent(3));
        CollectionAssert.AreEqual(model.DrawLatent(3), model.DrawLatent(3));
        CollectionAssert.AreNotEqual(model.DrawLatent(3), model.DrawLatent(4));
    }

    [TestMethod]
    public void Latents_that_are_none_and_classes_that_are_not_named_are_refused()
    {
        using var model = Model();
        foreach (var latents in new float[][][] { [], [[1, 2]], [[1], []], [[1], null!] })
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(() => model.Decode(latents, "cat")).Message, "each must have 1 numbers");
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Decode(null!, "cat"));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.Decode([[1]])).Message, "A class must be named. There are: cat, dog.");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Interpolate([1], [2], 1, "cat"));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Interpolate([1], null!, 2, "cat"));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Interpolate(null!, [1], 2, "cat"));
    }

    [TestMethod]
    public void What_cannot_be_asked_for_is_said_with_what_can()
    {
        using var model = Model();
        var unknown = Assert.ThrowsExactly<ArgumentException>(() => model.GenerateRows(1, "cow"));
        StringAssert.Contains(unknown.Message, "Column 'Class' had no value 'cow' when the augmenter was fitted. It had: cat, dog.");
        Assert.AreEqual("label", unknown.ParamName);
        Assert.AreEqual(
            "value", Assert.ThrowsExactly<ArgumentException>(() => model.GenerateRows(1, "Class", "cow")).ParamName);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.GenerateRows(1, "Size", "5")).Message,
            "Column 'Size' cannot be asked for. Those that can: Class.");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.GenerateRows(0));
        using var plain = new GanAugmenterTransformer(
            _ml, WithSchema(FixedGenerator.Describe([Size])), new FixedGenerator(1, 2, 3), CPU);
        Assert.IsEmpty(plain.Classes);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => plain.GenerateRows(1, "cat")).Message, "fitted without a label");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => plain.GenerateRows(1, "Class", "cat")).Message, "Those that can: none.");
        CollectionAssert.AreEqual(new float[] { 11, 200, 3000 }, plain.Generate(1).Single());
        CollectionAssert.AreEqual(new float[] { 11, 200, 3000 }, plain.Decode([[0]]).Single(), "without classes none must be named");
        using var table = new GanAugmenterTransformer(
            _ml, WithSchema(FixedGenerator.Describe([Class])), new FixedGenerator(FixedGenerator.Chosen, 0), CPU);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => table.Generate(1)).Message, "No vector column was learned; use");
    }

    [TestMethod]
    public void Of_very_many_names_fifty_are_told()
    {
        var many = Class with { Values = [.. Enumerable.Range(0, 53).Select(i => $"v{i}")], Counts = new long[53] };
        using var model = new GanAugmenterTransformer(
            _ml, WithSchema(FixedGenerator.Describe([Size, many], TableCondition.Label, label: "Class")), new EchoGenerator(), CPU);
        var message = Assert.ThrowsExactly<ArgumentException>(() => model.GenerateRows(1, "w")).Message;
        StringAssert.Contains(message, "v48, v49 and 3 more.");
        Assert.IsFalse(message.Contains("v50", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Only_the_view_that_it_was_fitted_to_gets_rows_by_itself()
    {
        var told = new List<string>();
        _ml.Log += (_, e) =>
        {
            if (e.RawMessage.Contains("pass without synthetic rows", StringComparison.Ordinal))
                told.Add(e.RawMessage);
        };
        var fitted = Data("cat", "cat", "dog");
        using var model = Model(fitted, GanAmount.Balance());
        CollectionAssert.AreEqual(new[] { "cat", "cat", "dog", "dog" }, Classes(model.Transform(fitted)));
        Assert.IsEmpty(told);
        var other = Data("dog", "dog", "cat");
        CollectionAssert.AreEqual(new[] { "dog", "dog", "cat" }, Classes(model.Transform(other)));
        CollectionAssert.AreEqual(new[] { "dog", "dog", "cat" }, Classes(model.Transform(other)));
        Assert.HasCount(1, told, "it is said once");
        var augmented = model.Augment(other);
        CollectionAssert.AreEqual(new[] { "dog", "dog", "cat", "cat" }, Classes(augmented), "asked for, any rows get company");
        CollectionAssert.AreEqual(new[] { false, false, false, true }, augmented.GetColumn<bool>("Made").ToArray());
    }

    [TestMethod]
    [DataRow(AugmentationMethod.None, 0)]
    [DataRow(AugmentationMethod.Oversampling, 1)]
    [DataRow(AugmentationMethod.Interpolation, 1)]
    public void The_method_that_was_chosen_makes_the_rows(AugmentationMethod method, int made)
    {
        var data = Data("cat", "cat", "dog");
        using var model = Model(data, GanAmount.Balance(), method);
        var rows = model.Transform(data).GetColumn<float[]>("Size").ToArray();
        Assert.HasCount(3 + made, rows);
        if (made > 0)
            CollectionAssert.AreEqual(rows[2], rows[3], "there is but one real row of the class");
    }

    [TestMethod]
    public void Rows_that_pass_one_by_one_are_real()
    {
        using var model = Model();
        var data = Data("cat");
        var mapper = model.GetRowToRowMapper(data.Schema);
        Assert.AreSame(data.Schema, mapper.InputSchema);
        var (mark, size) = (mapper.OutputSchema["Made"], mapper.OutputSchema["Size"]);
        Assert.IsEmpty(mapper.GetDependencies([mark]).ToArray(), "a mark needs nothing");
        Assert.AreEqual("Size", mapper.GetDependencies([mark, size]).Single().Name);
        using var cursor = data.GetRowCursor(data.Schema);
        var row = mapper.GetRow(cursor, [mark, size]);
        Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(0L, row.Position);
        var (made, numbers) = (true, default(VBuffer<float>));
        row.GetGetter<bool>(mark)(ref made);
        row.GetGetter<VBuffer<float>>(size)(ref numbers);
        Assert.IsFalse(made);
        CollectionAssert.AreEqual(new float[] { 0, 1, 2 }, numbers.DenseValues().ToArray());
        Assert.IsFalse(row.IsColumnActive(mapper.OutputSchema["Class"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => row.GetGetter<ReadOnlyMemory<char>>(mapper.OutputSchema["Class"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => row.GetGetter<float>(mark));
        Assert.ThrowsExactly<ArgumentNullException>(() => mapper.GetRow(null!, [mark]));
        row.Dispose();
        Assert.ThrowsExactly<ArgumentNullException>(() => model.GetRowToRowMapper(null!));
    }

    [TestMethod]
    public void Columns_that_do_not_fit_are_told_with_their_part()
    {
        using var model = Model();
        var wrong = _ml.Data.LoadFromEnumerable([new Wrong()]);
        foreach (var look in new Action[]
        {
            () => model.GetOutputSchema(wrong.Schema), () => model.Augment(wrong), () => model.Transform(wrong),
            () => model.GetRowToRowMapper(wrong.Schema), () => model.Compare(wrong),
        })
        {
            var message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(look).Message;
            StringAssert.Contains(message, "Schema mismatch for feature column 'Size': expected Vector<Single, 3>, got Vector<Single, 2>");
            StringAssert.Contains(message, "Could not find label column 'Class'");
        }
    }

    [TestMethod]
    public void A_column_that_is_there_twice_is_read_where_it_shows()
    {
        using var model = Model(amount: GanAmount.PerClass(1));
        var hidden = _ml.Transforms.CopyColumns("Class", "Other").Fit(Data("cat")).Transform(Data("cat"));
        using var cursor = model.Augment(hidden).GetRowCursor(model.GetOutputSchema(hidden.Schema));
        var columns = cursor.Schema.Where(column => column.Name == "Class").ToArray();
        Assert.HasCount(2, columns);
        var getters = columns.Select(column => cursor.GetGetter<ReadOnlyMemory<char>>(column)).ToArray();
        Assert.IsTrue(cursor.MoveNext() && cursor.MoveNext());
        var values = getters.Select(getter =>
        {
            var value = default(ReadOnlyMemory<char>);
            getter(ref value);
            return value.ToString();
        }).ToArray();
        CollectionAssert.AreEqual(new[] { "", "cat" }, values, "of the hidden one a synthetic row knows nothing");
    }

    [TestMethod]
    public void An_augmenter_that_is_disposed_makes_no_rows()
    {
        var model = Model();
        var rows = model.GenerateRows(2, "cat", 1);
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => rows.GetColumn<float[]>("Size").ToArray());
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.GenerateRows(1));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Decode([[1]], "cat"));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Augment(Data("cat")));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Compare(Data("cat")));
    }

    private GanAugmenterTransformer Model(
        IDataView? fitted = null, GanAmount? amount = null, AugmentationMethod method = AugmentationMethod.Gan) => new(
        _ml,
        WithSchema(FixedGenerator.Describe([Size, Class], TableCondition.Label, label: "Class", marker: "Made", amount: amount)) with
        {
            Method = method,
        },
        new EchoGenerator(), CPU, fitted);

    private GanDescription WithSchema(GanDescription description) =>
        description with { Schema = SchemaColumn.AllOf(Data("cat").Schema, ["Size", "Class"]) };

    private IDataView Data(params string[] classes) => _ml.Data.LoadFromEnumerable(
        classes.Select((name, i) => new Row { Size = [i, i + 1, i + 2], Class = name, Other = "cat" }).ToArray());

    private static string[] Classes(IDataView data) => [.. data.GetColumn<string>("Class")];

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Size { get; set; } = [];

        public string Class { get; set; } = "";

        public string Other { get; set; } = "";
    }

    private sealed class Wrong
    {
        [VectorType(2)]
        public float[] Size { get; set; } = [0, 0];
    }
}
