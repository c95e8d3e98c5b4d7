using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class MappedBatchesTests
{
    private int _calls;

    [TestMethod]
    public void Results_that_fit_the_budget_are_made_once_and_others_in_every_epoch()
    {
        using var source = Source();
        using var kept = MappedBatches.Create(source, Map, width: 1, budget: 40);
        Assert.IsInstanceOfType<InMemoryBatches>(kept);
        var calls = _calls;
        Read(kept);
        Assert.AreEqual(calls, _calls);
        using var again = MappedBatches.Create(source, Map, width: 1, budget: 39);
        Assert.IsInstanceOfType<MappedBatches>(again);
        Read(again);
        Assert.IsGreaterThan(calls, _calls);
        CollectionAssert.AreEqual(Read(kept), Read(again));
    }

    [TestMethod]
    public void Features_are_mapped_and_targets_pass_through()
    {
        using var source = Source();
        foreach (var budget in new[] { 1000L, 0 })
        {
            using var rows = MappedBatches.Create(source, Map, 1, budget);
            Assert.AreEqual(10, rows.RowCount);
            CollectionAssert.AreEqual(Enumerable.Range(0, 10).SelectMany(i => new float[] { -2 * i, 100 + i }).ToArray(), Read(rows));
            Assert.AreEqual((-18.0, 0.0), rows.Range(BatchMember.Features));
            Assert.AreEqual((100.0, 109.0), rows.Range(BatchMember.Targets));
        }
    }

    [TestMethod]
    public void Kept_results_outlive_the_source_and_nothing_is_left_behind()
    {
        var before = LiveTensors.Count();
        IBatchSource kept;
        using (var source = Source())
            kept = MappedBatches.Create(source, Map, 1, 1000);
        using (kept)
            Assert.AreEqual(109f, Read(kept)[^1]);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private Tensor Map(Tensor features)
    {
        _calls++;
        return features.neg() - features;
    }

    private static InMemoryBatches Source() => new(
        tensor(Enumerable.Range(0, 10).Select(i => (float)i).ToArray()), tensor(Enumerable.Range(100, 10).Select(i => (float)i).ToArray()));

    private static float[] Read(IBatchSource rows)
    {
        var read = new List<float>();
        foreach (var batch in rows.Epoch(4, null))
        {
            using var owned = batch;
            foreach (var (feature, target) in batch.Features.data<float>().ToArray().Zip(batch.Targets.data<float>().ToArray()))
                read.AddRange([feature, target]);
        }
        return [.. read];
    }
}
