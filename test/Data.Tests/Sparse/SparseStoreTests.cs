using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data.Tests.Sparse;

/// <summary>Where the numbers of sparse rows lie in memory.</summary>
[TestClass]
public sealed class SparseStoreTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Numbers_that_are_none_are_kept_and_zeros_of_either_sign_are_not()
    {
        var rows = new SparseRows(9, 2);
        rows.Set(0, [0, float.NaN, -0f, 4], [1, 3, 5, 8]);
        rows.Set(1, [float.NegativeInfinity], [0]);
        CollectionAssert.AreEqual(new[] { 3, 8 }, rows.Slots(0).ToArray());
        CollectionAssert.AreEqual(new[] { float.NaN, 4 }, rows.Values(0).ToArray());
        CollectionAssert.AreEqual(new[] { float.NegativeInfinity }, rows.Values(1).ToArray());
        rows.Values(0)[0] = 7;
        Assert.AreEqual(7f, rows.Values(0)[0], "numbers may be changed where they lie");
    }

    [TestMethod]
    public void More_numbers_than_there_was_room_for_stay_in_their_order()
    {
        using var scope = NewDisposeScope();
        var (all, block) = (new SparseRows(3000, 1), new SparseRows(3000, 2));
        for (var pair = 0; pair < 20; pair++)
        {
            for (var row = 0; row < 2; row++)
                block.Set(
                    row, [.. Enumerable.Range(1, 300).Select(i => (float)((1000 * pair) + (500 * row) + i))],
                    [.. Enumerable.Range(0, 300).Select(i => i + (10 * pair) + row)]);
            all.Append(2 * pair, block, 2);
        }
        Assert.AreEqual(40 * 300, all.Count(40));
        foreach (var row in new[] { 0, 3, 7, 38, 39 })
        {
            Assert.AreEqual((1000 * (row / 2)) + (500 * (row % 2)) + 1f, all.Values(row)[0]);
            Assert.AreEqual((10 * (row / 2)) + (row % 2) + 299, all.Slots(row)[^1]);
        }
    }

    [TestMethod]
    public void Rows_without_a_number_make_a_matrix_of_zeros()
    {
        using var scope = NewDisposeScope();
        var rows = new SparseRows(4, 2);
        rows.Set(0, [], []);
        rows.Set(1, [0], [2]);
        using var made = rows.ToTensor([1, 0, 1], CPU);
        CollectionAssert.AreEqual(new long[] { 3, 4 }, made.shape);
        Assert.AreEqual(0f, made.to_dense().abs().sum().item<float>());
        using var none = rows.ToTensor([], CPU);
        CollectionAssert.AreEqual(new long[] { 0, 4 }, none.shape);
    }

    [TestMethod]
    public void Rows_are_known_by_their_numbers_slots_and_borders()
    {
        var hashes = new[]
        {
            Hash(([1, 2], [0, 1]), ([3], [0])), Hash(([1, 2], [0, 2]), ([3], [0])), Hash(([1, 9], [0, 1]), ([3], [0])),
            Hash(([1], [0]), ([2, 3], [1, 0])), Hash(([1, 2], [0, 1]), ([], [])),
        };
        CollectionAssert.AllItemsAreUnique(hashes);
        Assert.AreEqual(hashes[0], Hash(([1, 0, 2], [0, 5, 1]), ([3], [0])), "a zero that is written out is none");
    }

    [TestMethod]
    public void Making_a_matrix_leaves_nothing_but_the_matrix()
    {
        var rows = new SparseRows(4, 1);
        rows.Set(0, [5], [2]);
        rows.ToTensor([0], CPU).Dispose();
        var before = LiveTensors.Count();
        using (rows.ToTensor([0], CPU))
            Assert.AreEqual(before + 1, Tensor.TotalCount);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void A_label_may_be_a_key_a_text_or_a_yes()
    {
        var column = new ClassColumn("Label", "label");
        Assert.AreEqual("Key<UInt32>, String or Boolean", column.ExpectedType);
        foreach (var (type, fits) in new (DataViewType, bool)[]
        {
            (TextDataViewType.Instance, true), (BooleanDataViewType.Instance, true), (new KeyDataViewType(typeof(uint), 3), true),
            (NumberDataViewType.Single, false), (new KeyDataViewType(typeof(byte), 3), false),
            (new VectorDataViewType(TextDataViewType.Instance, 2), false),
        })
            Assert.AreEqual(fits, column.Accepts(type), type.ToString());
        foreach (var (type, kind, isKey, fits) in new (DataViewType, SchemaShape.Column.VectorKind, bool, bool)[]
        {
            (TextDataViewType.Instance, SchemaShape.Column.VectorKind.Scalar, false, true),
            (TextDataViewType.Instance, SchemaShape.Column.VectorKind.Vector, false, false),
            (NumberDataViewType.UInt32, SchemaShape.Column.VectorKind.Scalar, true, true),
            (NumberDataViewType.UInt32, SchemaShape.Column.VectorKind.Scalar, false, false),
            (BooleanDataViewType.Instance, SchemaShape.Column.VectorKind.VariableVector, false, false),
        })
            Assert.AreEqual(fits, column.Accepts(ShapeColumns.New("Label", kind, type, isKey, null)), $"{type} {kind}");
        Assert.IsNotNull(column.Remedy(ShapeColumns.New(
            "Label", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false, null)), "a number can be made a key");
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_row_without_a_label_is_kept_only_where_it_may_be(bool keep)
    {
        var data = _ml.Data.LoadFromEnumerable([new Row { Label = "b" }, new Row { Label = "" }, new Row { Label = "a" }]);
        var classes = ClassValues.Of(data, "Label", "label", known: ["a", "b"], keepMissing: keep);
        using var rows = DataViewBatches.ReadAll(data, [classes], CPU);
        using var batch = rows.Epoch(10, null).Single();
        CollectionAssert.AreEqual(keep ? [1, -1, 0] : new long[] { 1, 0 }, batch.Targets.data<long>().ToArray());
        var strange = _ml.Data.LoadFromEnumerable([new Row { Label = "a" }, new Row { Label = "c" }]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => DataViewBatches.ReadAll(strange, [classes], CPU)).Message,
            "Label column 'Label' is 'c' in row 1 (counted from 0)");
    }

    private static string Hash(params (float[] Values, int[] Slots)[] rows)
    {
        var store = new SparseRows(9, rows.Length);
        for (var row = 0; row < rows.Length; row++)
            store.Set(row, rows[row].Values, rows[row].Slots);
        var hash = new ContentHash();
        store.AddTo(hash, rows.Length);
        return hash.ToString();
    }

    private sealed class Row
    {
        public string Label { get; set; } = "";
    }
}
