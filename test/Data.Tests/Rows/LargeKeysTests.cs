using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data.Tests;

/// <summary>Keys above 2²⁴, where float32 no longer tells neighbours apart.</summary>
[TestClass]
public sealed class LargeKeysTests
{
    private const uint Large = 1 << 24;
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(1L << 20)]
    [DataRow(1L)]
    public void Neighbouring_labels_stay_apart_in_memory_and_streamed(long budget)
    {
        var data = View(Large, Large + 1, Large + 2, 0, 20_000_000);
        using var rows = new BatchReading([ScalarInput.Class("Label", "label")], CPU, budget).Read(data);
        Assert.AreEqual(budget > 1, rows is InMemoryBatches);
        var labels = Read(rows, batch => batch.Targets, tensor => tensor.data<long>().ToArray());
        CollectionAssert.AreEqual(new long[] { Large - 1, Large, Large + 1, 19_999_999 }, labels, "a missing label leaves its row out");
        Assert.AreEqual(((double)Large - 1, 19_999_999.0), rows.Range(BatchMember.Targets));
    }

    [TestMethod]
    public void The_largest_key_of_all_is_read_as_it_is()
    {
        using var rows = DataViewBatches.ReadAll(
            _ml.Data.LoadFromEnumerable([new Huge { Label = uint.MaxValue - 1 }]), [ScalarInput.Class("Label", "label")], CPU);
        Assert.AreEqual(uint.MaxValue - 1.0, rows.Range(BatchMember.Targets).Maximum);
    }

    [TestMethod]
    [DataRow(1L << 20)]
    [DataRow(1L)]
    public void Neighbouring_keys_of_sequences_stay_apart_in_memory_and_streamed(long budget)
    {
        var data = View(Large, Large + 1, Large + 2);
        var column = new SequenceColumn("Keys", "input").SizedBy(data);
        Assert.AreEqual(20_000_000, column.Shape!.KeyCount);
        using var rows = new BatchReading([column], CPU, budget).Read(data);
        Assert.AreEqual(budget > 1, rows is InMemoryBatches);
        CollectionAssert.AreEqual(
            new[] { (int)Large, (int)Large + 1, (int)Large + 1, (int)Large + 2, (int)Large + 2, (int)Large + 3 },
            Read(rows, batch => batch.Features, tensor => tensor.data<int>().ToArray()));
        CollectionAssert.AreEqual(new long[] { 2, 2, 2 }, Read(rows, batch => batch.Lengths, tensor => tensor.data<long>().ToArray()));
    }

    [TestMethod]
    public void More_keys_than_can_be_told_apart_are_refused()
    {
        var data = _ml.Data.LoadFromEnumerable([new Huge { Label = 1, Keys = [1] }]);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => new SequenceColumn("Keys", "input").SizedBy(data));
        StringAssert.Contains(error.Message, "there can be 2147483646 at most");
    }

    private static T[] Read<T>(IBatchSource rows, Func<TensorBatch, Tensor> part, Func<Tensor, T[]> values)
    {
        var read = new List<T>();
        foreach (var batch in rows.Epoch(2, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            read.AddRange(values(part(batch).contiguous()));
        }
        return [.. read];
    }

    // LoadFromEnumerable counts single keys from 0 and those in vectors from 1.
    private IDataView View(params uint[] keys) =>
        _ml.Data.LoadFromEnumerable(keys.Select(key => new Row { Label = unchecked(key - 1), Keys = [key, key + 1] }));

    private sealed class Row
    {
        [KeyType(20_000_000)]
        public uint Label { get; set; }

        [KeyType(20_000_000)]
        public uint[] Keys { get; set; } = [];
    }

    private sealed class Huge
    {
        [KeyType(uint.MaxValue)]
        public uint Label { get; set; }

        [KeyType(uint.MaxValue)]
        public uint[] Keys { get; set; } = [];
    }
}
