using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests;

/// <summary>Sequences that are learned from, checked before they are.</summary>
[TestClass]
public sealed class SequencePairsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_missing_key_is_named_with_row_and_step()
    {
        var data = Pairs(([1, 2], [1, 2]), ([3], [1]), ([4, 9], [2, 0]));
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => SequencePairs.CheckKeys(data, Keys(data, "Second", "target")));
        StringAssert.StartsWith(error.Message, "The key of target column 'Second' is missing in row 2, step 1 (counted from 0)");
        SequencePairs.CheckKeys(data, Keys(data, "First", "input"));
    }

    [TestMethod]
    public void Padding_behind_a_short_row_is_no_missing_key()
    {
        var data = Pairs(([1, 2, 3], [1, 2, 3]), ([], []), ([4], [4]));
        SequencePairs.CheckKeys(data, Keys(data, "First", "input"));
    }

    [TestMethod]
    public void Rows_whose_lengths_differ_are_named_with_both()
    {
        var data = Pairs(([1, 2], [1, 2]), ([3, 4, 5], [1]));
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => SequencePairs.CheckLengths(data, Keys(data, "First", "input"), Keys(data, "Second", "label")));
        Assert.AreEqual("Column 'First' has 3 steps in row 1, but label column 'Second' has 1. Every step needs one.", error.Message);
    }

    [TestMethod]
    public void Steps_whose_second_key_is_missing_are_not_counted()
    {
        var data = Pairs(([1, 2], [1, 0]), ([], []), ([0, 4, 5], [0, 0, 7]));
        Assert.AreEqual(2, SequencePairs.CheckLengths(data, Keys(data, "First", "input"), Keys(data, "Second", "label")));
    }

    [TestMethod]
    public void Numbers_that_are_missing_are_not_counted_and_padding_is_none()
    {
        var data = _ml.Data.LoadFromEnumerable<NumberSteps>(
            [new() { Numbers = [1, 2], Labels = [0, float.NaN, 5, 6] }, new() { Numbers = [1], Labels = [float.NaN, 3] }]);
        var numbers = new SequenceInput("Numbers", "input", new SequenceShape(0, 1, 2));
        var labels = new SequenceInput("Labels", "label", new SequenceShape(0, 2, 2));
        Assert.AreEqual(4, SequencePairs.CheckLengths(data, numbers, labels));
    }

    [TestMethod]
    public void A_column_that_must_be_numbers_takes_no_keys()
    {
        var data = Pairs(([1, 2], [1, 0]));
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new SequenceColumn("First", "label", mayBeKeys: false).SizedBy(data));
        StringAssert.Contains(error.Message, "expected Vector<Single> or VarVector<Single>, got");
    }

    [TestMethod]
    public void Without_rows_there_are_no_steps()
    {
        var data = Pairs(([1], [1]));
        var (first, second) = (Keys(data, "First", "input"), Keys(data, "Second", "label"));
        Assert.AreEqual(0, SequencePairs.CheckLengths(Pairs(), first, second));
    }

    [TestMethod]
    public void Characters_beyond_the_first_plane_are_one_step_each()
    {
        var alphabet = Alphabet.Of(["a\U0001F602b", "ba"]);
        Assert.AreEqual("ab\U0001F602", alphabet.Characters, "in order of their numbers");
        Assert.AreEqual(4, alphabet.Size);
        CollectionAssert.AreEqual(new long[] { 3, 1, 0 }, alphabet.Numbers("\U0001F602ac").ToArray());
        Assert.AreEqual("'c' (U+0063), '\U0001F600' (U+1F600)", alphabet.Unknown(["c\U0001F600", "bc"], 2));
        var data = _ml.Data.LoadFromEnumerable([new Text { Words = "\U0001F602\U0001F602a" }]);
        using var rows = DataViewBatches.ReadAll(data, [new TextSequenceInput("Words", alphabet, 2)], TorchSharp.torch.CPU);
        CollectionAssert.AreEqual(new[] { 3, 3 }, rows.Rows.Features.data<int>().ToArray());
        CollectionAssert.AreEqual(new long[] { 2 }, rows.Rows.Lengths.data<long>().ToArray());
    }

    private static SequenceInput Keys(IDataView data, string name, string role) =>
        new SequenceColumn(name, role, mayBeNumbers: false).SizedBy(data);

    // Keys from 1; 0 is a missing one.
    private IDataView Pairs(params (uint[] First, uint[] Second)[] rows)
    {
        var schema = SchemaDefinition.Create(typeof(Pair));
        schema["First"].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(uint), 9));
        schema["Second"].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(uint), 9));
        return _ml.Data.LoadFromEnumerable(rows.Select(row => new Pair { First = row.First, Second = row.Second }).ToArray(), schema);
    }

    private sealed class Pair
    {
        public uint[] First { get; set; } = [];

        public uint[] Second { get; set; } = [];
    }

    private sealed class Text
    {
        public string Words { get; set; } = "";
    }

    private sealed class NumberSteps
    {
        public float[] Numbers { get; set; } = [];

        public float[] Labels { get; set; } = [];
    }
}
