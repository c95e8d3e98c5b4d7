using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests;

/// <summary>What a column that is missing or of another type is told with, word by word.</summary>
[TestClass]
public sealed class SchemaMessagesTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_missing_column_is_told_with_those_that_are_there()
    {
        Assert.AreEqual("Could not find label column 'X'", Told(f => f.Missing("label", "X")));
        Assert.AreEqual("Could not find label column 'X'", Told(f => f.Missing("label", "X", [])));
        Assert.AreEqual("Could not find label column 'X': there are A, B", Told(f => f.Missing("label", "X", ["A", "B", "A"])));
        Assert.AreEqual(
            "Could not find feature column 'X': there are A. ml.Transforms.Concatenate(\"X\", ...) makes one of columns of numbers",
            Told(f => f.Missing("feature", "X", ["A"])));
    }

    [TestMethod]
    public void No_more_than_twelve_names_are_told()
    {
        var names = Enumerable.Range(1, 13).Select(i => $"c{i}").ToArray();
        StringAssert.EndsWith(Told(f => f.Missing("label", "X", names[..12])), ": there are " + string.Join(", ", names[..12]));
        StringAssert.EndsWith(Told(f => f.Missing("label", "X", names)), "c11, c12, ...");
    }

    [TestMethod]
    public void A_column_of_another_type_is_told_with_what_mends_it()
    {
        Assert.AreEqual(
            "Schema mismatch for label column 'X': expected Single, got Double", Told(f => f.Mismatch("label", "X", "Single", "Double")));
        Assert.AreEqual(
            "Schema mismatch for label column 'X': expected Single, got Double. Convert it",
            Told(f => f.Mismatch("label", "X", "Single", "Double", "Convert it")));
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaFaults.Check(
            _ml.Data.LoadFromEnumerable([new Row()]).Schema, [new VectorInput("Numbers", "feature", 2)]));
        StringAssert.Contains(error.Message, "got Vector<Single> of no fixed size. Say how many numbers every row has");
    }

    [TestMethod]
    public void Hidden_columns_are_not_among_those_that_are_there()
    {
        var data = _ml.Transforms.CopyColumns("Numbers", "Key").Fit(_ml.Data.LoadFromEnumerable([new Row()]))
            .Transform(_ml.Data.LoadFromEnumerable([new Row()]));
        Assert.IsTrue(data.Schema.Any(column => column.IsHidden));
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => SchemaFaults.Check(data.Schema, [ScalarInput.Number("X", "label")]));
        StringAssert.Contains(error.Message, "there are Key, Numbers, Bytes, Shorts");
    }

    [TestMethod]
    public void A_fitted_sequence_says_what_it_reads()
    {
        var keys = new SequenceInput("Key", "input", new SequenceShape(9, 1, 3));
        var numbers = new SequenceInput("Numbers", "input", new SequenceShape(0, 2, 3));
        Assert.AreEqual(new VectorDataViewType(new KeyDataViewType(typeof(uint), 9)), keys.Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single), numbers.Type);
        Assert.AreEqual(("a vector of keys up to 9", "a vector of Single"), (keys.ExpectedType, numbers.ExpectedShape));
        var ofKeys = ShapeColumns.New("S", SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.UInt32, true, null);
        var ofNumbers = ShapeColumns.New("S", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, null);
        var single = ShapeColumns.New("S", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, null);
        Assert.IsTrue(keys.Accepts(ofKeys) && numbers.Accepts(ofNumbers));
        Assert.IsFalse(keys.Accepts(ofNumbers) || numbers.Accepts(ofKeys) || keys.Accepts(single));
    }

    [TestMethod]
    public void Steps_are_counted_cut_and_written_over_what_was_there()
    {
        var data = _ml.Data.LoadFromEnumerable(
            [new Row { Numbers = [1, 2, 3, 4, 5, 6, 7, 8], Bytes = [3, 4], Shorts = [7] }, new Row { Numbers = [9, 9] }]);
        var numbers = new SequenceInput("Numbers", "input", new SequenceShape(0, 2, 3));
        using var cursor = data.GetRowCursor(data.Schema);
        var (block, read) = (new ColumnBlock(numbers, 1), numbers.Bind(cursor, data.Schema["Numbers"]));
        var steps = new[] { ("Numbers", 0, 2), ("Bytes", 9, 1), ("Shorts", 9, 1) }.Select(part => new SequenceInput(
            part.Item1, "input", new SequenceShape(part.Item2, part.Item3, 3)).BindSteps(cursor, data.Schema[part.Item1])).ToArray();
        Assert.IsTrue(cursor.MoveNext() && read(block, 0));
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 5, 6 }, block.Row<float>(0).ToArray(), "three steps of two");
        Assert.AreEqual(3L, block.Lengths[0]);
        CollectionAssert.AreEqual(new[] { 4, 2, 1 }, steps.Select(count => count()).ToArray(), "as many as there are");
        Assert.IsTrue(cursor.MoveNext() && read(block, 0));
        CollectionAssert.AreEqual(new float[] { 9, 9, 0, 0, 0, 0 }, block.Row<float>(0).ToArray());
    }

    [TestMethod]
    [DataRow("Microsoft.ML.ImageAnalytics", "The image is disposed.", true)]
    [DataRow("Microsoft.ML.ImageAnalytics", "Already DISPOSED", true)]
    [DataRow("Microsoft.ML.ImageAnalytics", "something else", false)]
    [DataRow("Microsoft.ML.Core", "The image is disposed.", false)]
    public void A_picture_that_is_gone_is_told_from_other_errors(string source, string message, bool disposed)
    {
        Assert.AreEqual(disposed, PictureFaults.IsDisposed(new InvalidOperationException(message) { Source = source }));
        Assert.IsFalse(PictureFaults.IsDisposed(new IOException(message) { Source = source }));
        var gone = new ObjectDisposedException("picture", "gone") { Source = source };
        Assert.AreEqual(source == "Microsoft.ML.ImageAnalytics", PictureFaults.IsDisposed(gone));
    }

    [TestMethod]
    public void Tails_below_0_and_on_both_sides_have_their_own_scale()
    {
        var random = new Random(3);
        double[] heavy = [.. Enumerable.Range(0, 3000).Select(_ => Math.Exp(4 * ((2 * random.NextDouble()) + random.NextDouble() - 1.5)))];
        var column = new TableColumn("X", TableColumnKind.Number, "Double", 0, []);
        double? Bend(double[] numbers) => new NumberShape(5, new Random(1)).Learn(column, numbers).Bend;
        Assert.AreEqual(heavy.Min() / 2, Bend(heavy)!.Value, 1e-12);
        Assert.AreEqual(heavy.Min() / 2, Bend([.. heavy.Select(x => -x)])!.Value, 1e-12, "below 0 as above");
        double[] both = [.. heavy.Select((x, i) => i % 2 == 0 ? x : -x)];
        Assert.AreEqual(both.Select(Math.Abs).Order().ElementAt(300), Bend(both)!.Value, 1e-12, "a tenth lies nearer to 0");
    }

    private static string Told(Action<SchemaFaults> tell)
    {
        var faults = new SchemaFaults();
        tell(faults);
        return Assert.ThrowsExactly<ArgumentOutOfRangeException>(faults.ThrowIfAny).Message.Split(" (Parameter")[0];
    }

    private sealed class Row
    {
        [KeyType(9)]
        public uint Key { get; set; }

        public float[] Numbers { get; set; } = [];

        [KeyType(9)]
        public byte[] Bytes { get; set; } = [];

        [KeyType(9)]
        public ushort[] Shorts { get; set; } = [];
    }
}
