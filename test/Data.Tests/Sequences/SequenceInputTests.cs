using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class SequenceInputTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rows_are_padded_with_zeros_to_the_longest_and_their_lengths_kept()
    {
        var data = Numbers([1, 2, 3], [], [4]);
        var column = new SequenceColumn("Numbers", "input").SizedBy(data);
        Assert.AreEqual(new SequenceShape(0, 1, 3), column.Shape);
        using var rows = DataViewBatches.ReadAll(data, [column], CPU);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 0, 0, 0, 4, 0, 0 }, rows.Rows.Features.data<float>().ToArray());
        CollectionAssert.AreEqual(new long[] { 3, 0, 1 }, rows.Rows.Lengths.data<long>().ToArray());
    }

    [TestMethod]
    public void Longer_rows_are_cut_at_the_end()
    {
        var data = Numbers([1, 2, 3, 4, 5], [6]);
        var column = new SequenceColumn("Numbers", "input", maximumLength: 2).SizedBy(data);
        using var rows = DataViewBatches.ReadAll(data, [column], CPU);
        CollectionAssert.AreEqual(new float[] { 1, 2, 6, 0 }, rows.Rows.Features.data<float>().ToArray());
        CollectionAssert.AreEqual(new long[] { 2, 1 }, rows.Rows.Lengths.data<long>().ToArray());
        Assert.AreEqual(5, new SequenceColumn("Numbers", "input", maximumLength: 100).SizedBy(data).Shape.MaximumLength,
            "no more steps than any row has");
    }

    [TestMethod]
    public void Steps_of_several_numbers_are_counted_as_steps()
    {
        var data = Numbers([1, 2, 3, 4], [5, 6]);
        var column = new SequenceColumn("Numbers", "input", stepSize: 2).SizedBy(data);
        Assert.AreEqual(new SequenceShape(0, 2, 2), column.Shape);
        Assert.AreEqual(4, column.Width);
        using var rows = DataViewBatches.ReadAll(data, [column], CPU);
        CollectionAssert.AreEqual(new long[] { 2, 1 }, rows.Rows.Lengths.data<long>().ToArray());
        var wrong = Assert.ThrowsExactly<InvalidOperationException>(() => DataViewBatches.ReadAll(Numbers([1, 2], [3]), [column], CPU));
        StringAssert.Contains(wrong.Message, "Column 'Numbers' holds 1 numbers in row 1; that is no multiple of the step size 2");
    }

    [TestMethod]
    public void The_last_dimension_of_a_column_is_its_step_size()
    {
        var data = _ml.Data.LoadFromEnumerable([new Shaped { Pairs = [1, 2, 3, 4, 5, 6] }]);
        Assert.AreEqual(new SequenceShape(0, 2, 3), new SequenceColumn("Pairs", "input").SizedBy(data).Shape);
        Assert.AreEqual(
            new SequenceShape(0, 3, 2), new SequenceColumn("Pairs", "input", stepSize: 3).SizedBy(data).Shape, "the option comes first");
        var wrong = Assert.ThrowsExactly<InvalidOperationException>(() => new SequenceColumn("Pairs", "input", stepSize: 4).SizedBy(data));
        StringAssert.Contains(wrong.Message, "Column 'Pairs' holds 6 numbers; that is no multiple of the step size 4");
    }

    [TestMethod]
    public void A_column_without_a_step_in_any_row_is_refused()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() =>
            new SequenceColumn("Numbers", "input").SizedBy(Numbers([], [])));
        StringAssert.Contains(error.Message, "Column 'Numbers' holds no step in any row");
    }

    [TestMethod]
    public void Keys_of_every_width_are_read_from_1_with_0_for_a_missing_one()
    {
        var data = _ml.Data.LoadFromEnumerable([new Keys { Bytes = [1, 0], Shorts = [300], Ints = [70_000, 2] }]);
        foreach (var (name, expected) in new[] { ("Bytes", new[] { 1, 0 }), ("Shorts", [300]), ("Ints", [70_000, 2]) })
        {
            var column = new SequenceColumn(name, "input", stepSize: 5).SizedBy(data);
            Assert.AreEqual(ScalarType.Int32, column.TensorType);
            using var rows = DataViewBatches.ReadAll(data, [column], CPU);
            CollectionAssert.AreEqual(expected, rows.Rows.Features.data<int>().ToArray(), name);
        }
    }

    [TestMethod]
    public void A_fitted_column_takes_keys_of_its_own_count_only_and_numbers_none()
    {
        var keys = new SequenceInput("S", "input", new SequenceShape(9, 1, 3));
        Assert.IsTrue(keys.Accepts(new VectorDataViewType(new KeyDataViewType(typeof(uint), 9))));
        Assert.IsTrue(keys.Accepts(new VectorDataViewType(new KeyDataViewType(typeof(byte), 9), 3)));
        Assert.IsFalse(keys.Accepts(new VectorDataViewType(new KeyDataViewType(typeof(uint), 8))));
        Assert.IsFalse(keys.Accepts(new VectorDataViewType(new KeyDataViewType(typeof(ulong), 9))));
        Assert.IsFalse(keys.Accepts(new VectorDataViewType(NumberDataViewType.Single)));
        Assert.IsFalse(keys.Accepts(new KeyDataViewType(typeof(uint), 9)), "a single key is no sequence");
        StringAssert.Contains(keys.ExpectedType, "a vector of keys up to 9");
    }

    [TestMethod]
    public void Numbers_are_taken_only_where_they_may_be()
    {
        var type = new VectorDataViewType(NumberDataViewType.Single, 4);
        Assert.IsTrue(new SequenceColumn("S", "input").Accepts(type));
        Assert.IsTrue(new SequenceInput("S", "input", new SequenceShape(0, 2, 2)).Accepts(type));
        Assert.IsFalse(new SequenceColumn("S", "input", mayBeNumbers: false).Accepts(type));
        Assert.IsFalse(new SequenceColumn("S", "input").Accepts(new VectorDataViewType(NumberDataViewType.Double)));
        Assert.IsFalse(new SequenceColumn("S", "input").Accepts(TextDataViewType.Instance));
    }

    [TestMethod]
    [DataRow(typeof(uint), true)]
    [DataRow(typeof(ushort), true)]
    [DataRow(typeof(byte), true)]
    [DataRow(typeof(ulong), false)]
    public void The_shape_of_a_column_of_keys_is_taken_if_its_keys_are_small(Type raw, bool accepted)
    {
        var key = new KeyDataViewType(raw, 9);
        Assert.AreEqual(accepted, new SequenceColumn("S", "input").Accepts(SchemaShapes.Column("S", new VectorDataViewType(key))));
        Assert.IsFalse(new SequenceColumn("S", "input").Accepts(SchemaShapes.Column("S", key)), "a scalar");
    }

    [TestMethod]
    public void A_missing_key_is_named_with_row_and_step()
    {
        var data = _ml.Data.LoadFromEnumerable([new Keys { Ints = [1, 2] }, new Keys { Ints = [3, 0, 1] }]);
        var keys = new SequenceColumn("Ints", "label", mayBeNumbers: false).SizedBy(data);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => SequencePairs.CheckKeys(data, keys));
        StringAssert.Contains(error.Message, "The key of label column 'Ints' is missing in row 1, step 1 (counted from 0)");
        SequencePairs.CheckKeys(_ml.Data.LoadFromEnumerable([new Keys { Ints = [1, 2] }, new Keys { Ints = [9] }]), keys);
    }

    [TestMethod]
    public void Sequences_that_belong_together_must_be_as_long()
    {
        var data =
            _ml.Data.LoadFromEnumerable([new Keys { Ints = [1, 0], Bytes = [1, 2] }, new Keys { Ints = [3], Bytes = [0] }, new Keys()]);
        var (first, second) =
            (new SequenceColumn("Bytes", "input").SizedBy(data), new SequenceColumn("Ints", "label", mayBeNumbers: false).SizedBy(data));
        Assert.AreEqual(2L, SequencePairs.CheckLengths(data, first, second), "one label of three is missing");
        var uneven = _ml.Data.LoadFromEnumerable([new Keys { Ints = [1], Bytes = [1] }, new Keys { Ints = [1, 2], Bytes = [1] }]);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => SequencePairs.CheckLengths(uneven, first, second));
        StringAssert.Contains(error.Message, "Column 'Bytes' has 1 steps in row 1, but label column 'Ints' has 2");
    }

    [TestMethod]
    public void Sequences_are_as_long_as_each_other_even_where_both_are_cut()
    {
        var uneven = _ml.Data.LoadFromEnumerable([new Keys { Ints = [1, 2, 3, 4], Bytes = [1, 2, 3] }]);
        var (first, second) =
            (new SequenceColumn("Bytes", "input", maximumLength: 2)
                .SizedBy(uneven), new SequenceColumn("Ints", "label", mayBeNumbers: false, maximumLength: 2).SizedBy(uneven));
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => SequencePairs.CheckLengths(uneven, first, second));
        StringAssert.Contains(error.Message, "Column 'Bytes' has 3 steps in row 0, but label column 'Ints' has 4");
    }

    [TestMethod]
    public void Characters_of_a_text_become_their_numbers_and_unknown_ones_0()
    {
        var data = _ml.Data.LoadFromEnumerable([new Text { Words = "abca" }, new Text { Words = "" }, new Text { Words = "bx" }]);
        var column = new TextSequenceInput("Words", new Alphabet("abc"), maximumLength: 3);
        using var rows = DataViewBatches.ReadAll(data, [column], CPU);
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 0, 0, 0, 2, 0, 0 }, rows.Rows.Features.data<int>().ToArray());
        CollectionAssert.AreEqual(new long[] { 3, 0, 2 }, rows.Rows.Lengths.data<long>().ToArray());
        Assert.IsTrue(column.Accepts(TextDataViewType.Instance));
        Assert.IsFalse(column.Accepts(new VectorDataViewType(TextDataViewType.Instance)));
        Assert.IsTrue(column.Accepts(SchemaShapes.Column("Words", TextDataViewType.Instance)));
        Assert.IsFalse(column.Accepts(SchemaShapes.Column("Words", new VectorDataViewType(TextDataViewType.Instance))));
    }

    private IDataView Numbers(params float[][] rows) =>
        _ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Numbers = row }).ToArray());

    private sealed class Row
    {
        public float[] Numbers { get; set; } = [];
    }

    private sealed class Shaped
    {
        [VectorType(3, 2)]
        public float[] Pairs { get; set; } = [];
    }

    private sealed class Text
    {
        public string Words { get; set; } = "";
    }

    private sealed class Keys
    {
        [KeyType(9)]
        public byte[] Bytes { get; set; } = [];

        [KeyType(1000)]
        public ushort[] Shorts { get; set; } = [];

        [KeyType(100_000)]
        public uint[] Ints { get; set; } = [];
    }
}
