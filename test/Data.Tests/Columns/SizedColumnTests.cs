using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests.Columns;

[TestClass]
public sealed class SizedColumnTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_vector_takes_its_size_from_the_data_and_then_accepts_no_other()
    {
        var column = new VectorColumn("Three", "feature").SizedBy(Data);
        Assert.AreEqual(3, column.Width);
        Assert.AreEqual("Vector<Single, 3>", column.ExpectedType);
        Assert.IsTrue(column.Accepts(new VectorDataViewType(NumberDataViewType.Single, 3)));
        Assert.IsFalse(column.Accepts(new VectorDataViewType(NumberDataViewType.Single, 4)));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VectorColumn("Any", "feature").SizedBy(Data)).Message,
            "expected known-size Vector<Single>");
    }

    [TestMethod]
    public void A_picture_takes_open_sizes_from_the_data_and_none_is_read_without_them()
    {
        var column = new ImageColumn("Twelve", "feature", new ImageFormat(0, 3, 4)).SizedBy(Data);
        Assert.AreEqual(new ImageFormat(1, 3, 4), column.Format);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => new ImageColumn("Twelve", "feature", new ImageFormat(0, 0, 0)).SizedBy(Data)).Message,
            "Set Height, Width and Channels");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new ImageInput("Twelve", "feature", new ImageFormat(0, 3, 4))).Message,
            "have no size");
    }

    [TestMethod]
    public void A_sequence_is_as_long_as_the_longest_row_or_as_asked_for()
    {
        var column = new SequenceColumn("Any", "input", stepSize: 2).SizedBy(Data);
        Assert.AreEqual(new SequenceShape(0, 2, 2), column.Shape);
        Assert.AreEqual(new SequenceShape(0, 1, 3), new SequenceColumn("Any", "input", maximumLength: 3).SizedBy(Data).Shape);
        Assert.AreEqual(new SequenceShape(5, 1, 2), new SequenceColumn("Keys", "input", mayBeNumbers: false).SizedBy(Data).Shape);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SequenceColumn("Any", "input", mayBeNumbers: false).SizedBy(Data));
    }

    [TestMethod]
    public void A_sized_sequence_accepts_numbers_or_the_same_keys_only()
    {
        var numbers = new SequenceColumn("Any", "input").SizedBy(Data);
        var keys = new SequenceColumn("Keys", "input").SizedBy(Data);
        Assert.IsTrue(numbers.Accepts(Data.Schema["Any"].Type));
        Assert.IsFalse(numbers.Accepts(Data.Schema["Keys"].Type));
        Assert.IsTrue(keys.Accepts(Data.Schema["Keys"].Type));
        Assert.IsFalse(keys.Accepts(new VectorDataViewType(new KeyDataViewType(typeof(uint), 6), 2)));
        Assert.IsFalse(keys.Accepts(Data.Schema["Any"].Type));
    }

    [TestMethod]
    public void A_column_that_is_missing_has_no_size()
    {
        foreach (var column in new UnsizedColumn[]
        {
            new VectorColumn("Nothing", "feature"), new ImageColumn("Nothing", "feature", new ImageFormat(1, 2, 2)),
            new SequenceColumn("Nothing", "feature"),
        })
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => column.SizedBy(Data)).Message,
                "Could not find feature column 'Nothing'");
    }

    private IDataView Data => _ml.Data.LoadFromEnumerable(new[]
    {
        new Row { Three = [1, 2, 3], Twelve = new float[12], Any = [1, 2], Keys = [1, 2] },
        new Row { Three = [1, 2, 3], Twelve = new float[12], Any = [1, 2, 3, 4], Keys = [0, 4] },
    });

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Three { get; set; } = [];

        [VectorType(12)]
        public float[] Twelve { get; set; } = [];

        public float[] Any { get; set; } = [];

        [KeyType(5)]
        [VectorType(2)]
        public uint[] Keys { get; set; } = [];
    }
}
