using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Gan;

[TestClass]
public sealed class GanDescriptionTests
{
    private static readonly TableColumn Key = new("Class", TableColumnKind.Category, "UInt32", 4, [])
    {
        Values = ["1", "3"],
        Counts = [5, 2, 2],
        RareValues = ["2", "4"],
        RareCounts = [1, 1],
    };

    private static readonly TableColumn Text =
        new("Text", TableColumnKind.Category, "String", 0, []) { Values = ["a", "b"], Counts = [3, 1] };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_key_is_named_by_its_value()
    {
        var description = Describe(new KeyValues("String", ["cat", "dog", "cow", "hen"]));
        Assert.AreEqual("cow", description.NameOf(0, "3"));
        CollectionAssert.AreEqual(new[] { "cat", "cow", "(rare values)" }, description.Names(0));
        CollectionAssert.AreEqual(new[] { "a", "b" }, description.Names(1));
        Assert.AreEqual(1, description.PlaceNamed(0, "cow"));
        Assert.AreEqual(2, description.PlaceNamed(0, "hen"), "a rare one, at the last place");
        Assert.AreEqual(-1, description.PlaceNamed(0, "3"), "its number is not its name");
        Assert.AreEqual("4", description.RareNamed(0, "hen"));
        Assert.IsNull(description.RareNamed(0, "cow"), "it has a place of its own");
        Assert.IsNull(description.RareNamed(0, "pig"));
    }

    [TestMethod]
    public void A_key_without_a_value_is_named_by_its_number()
    {
        var description = Describe(null);
        Assert.AreEqual("3", description.NameOf(0, "3"));
        Assert.AreEqual(1, description.PlaceNamed(0, "3"));
        var few = Describe(new KeyValues("String", ["cat"]));
        Assert.AreEqual("3", few.NameOf(0, "3"), "beyond the values");
        Assert.AreEqual("0", few.NameOf(0, "0"), "a missing key");
    }

    [TestMethod]
    public void Values_are_found_by_the_name_of_their_column()
    {
        var keys = new KeyValues("String", ["cat"]);
        var description = Describe(keys);
        Assert.AreSame(keys, description.KeysOf("Class"));
        Assert.IsNull(description.KeysOf("Text"));
        Assert.IsNull(description.KeysOf("Nothing"));
        Assert.AreEqual(-1, description.LabelIndex);
        Assert.AreEqual(1, (description with { Label = "Text" }).LabelIndex);
    }

    [TestMethod]
    public void Rows_are_planned_by_how_many_there_are_of_each_class()
    {
        var description = FixedGenerator.Describe([Text], TableCondition.Label, label: "Text", amount: GanAmount.Balance());
        CollectionAssert.AreEqual(new (long, (int, int)?)[] { (2, (0, 1)) }, ClassCounts.Plan(description, Texts("a", "b", "a", "a")));
        Assert.IsEmpty(ClassCounts.Plan(description, Texts("a", "b")), "nothing is missing");
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => ClassCounts.Plan(description, Texts("a", "c")));
        StringAssert.Contains(error.Message, "Label column 'Text' holds 'c' in row 1 (counted from 0), which was not there");
    }

    [TestMethod]
    public void A_missing_label_belongs_to_no_class_and_a_rare_one_to_the_last()
    {
        var description = FixedGenerator.Describe([Key], TableCondition.Label, label: "Class", amount: GanAmount.Factor(3));
        var data =
            _ml.Data.LoadFromEnumerable(new uint[] { 0, 1, 1, 2, 3, 4 }.Select(key => new Row { Class = unchecked(key - 1) }).ToArray());
        CollectionAssert.AreEqual(new (long, (int, int)?)[] { (4, (0, 0)), (2, (0, 1)), (4, (0, 2)) }, ClassCounts.Plan(description, data));
    }

    [TestMethod]
    public void Without_a_label_all_rows_are_of_one_kind()
    {
        var description = FixedGenerator.Describe([Text], amount: GanAmount.Factor(2.5));
        CollectionAssert.AreEqual(new (long, (int, int)?)[] { (6, null) }, ClassCounts.Plan(description, Texts("a", "b", "c", "d")));
        var perClass = FixedGenerator.Describe([Text], amount: GanAmount.PerClass(7));
        CollectionAssert.AreEqual(new (long, (int, int)?)[] { (7, null) }, ClassCounts.Plan(perClass, Texts()));
    }

    [TestMethod]
    public void A_picture_is_painted_from_black_to_white()
    {
        var pixels = new TableColumn("Pixels", TableColumnKind.Vector, "Single", 0, [4])
        {
            Offsets = [0.5f, 0.5f, 0.5f, 0.5f],
            Scales = [0.5f, 0.5f, 0.5f, 0.5f]
        };
        var description = FixedGenerator.Describe([pixels], picture: new PictureShape(1, 2, 2, 1), bounded: true);
        using var image = new GanPictures(description, 0).Paint([0, 1, 0.5f, 7]);
        Assert.AreEqual((2, 2), (image.Width, image.Height));
        CollectionAssert.AreEqual(
            new byte[] { 0, 0, 0, 255, 255, 255, 255, 255, 128, 128, 128, 255, 255, 255, 255, 255 }, image.Pixels.ToArray(),
                "0.5 is 127.5, and 7 is cut off");
    }

    [TestMethod]
    public void A_coloured_picture_has_its_planes_side_by_side()
    {
        var pixels = new TableColumn("Pixels", TableColumnKind.Vector, "Single", 0, [3]) { Offsets = [0, 0, 0], Scales = [1, 1, 1] };
        var description = FixedGenerator.Describe([pixels], picture: new PictureShape(3, 1, 1, 1), bounded: true);
        using var image = new GanPictures(description, 0).Paint([-1, 0.2f, 1]);
        CollectionAssert.AreEqual(new byte[] { 0, 153, 255, 255 }, image.Pixels.ToArray());
    }

    [TestMethod]
    public void Without_its_sides_a_picture_cannot_be_painted() =>
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => new GanPictures(FixedGenerator.Describe([Text]), 0)).Message,
                "fitted without Picture");

    private static GanDescription Describe(KeyValues? keys) => FixedGenerator.Describe([Key, Text], keys: [keys, null]);

    private IDataView Texts(params string[] texts) => _ml.Data.LoadFromEnumerable(texts.Select(text => new Row { Text = text }).ToArray());

    private sealed class Row
    {
        public string Text { get; set; } = "";

        [KeyType(4)]
        public uint Class { get; set; }
    }
}
