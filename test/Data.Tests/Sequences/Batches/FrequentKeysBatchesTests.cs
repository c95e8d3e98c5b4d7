using static TorchSharp.torch;

namespace DeepML.Data.Tests.Sequences;

[TestClass]
public sealed class FrequentKeysBatchesTests
{
    private const int Width = 10;
    private const int Sequences = 400;

    [TestMethod]
    public void Frequent_keys_stay_with_the_root_of_the_threshold_over_their_share_and_rare_ones_always()
    {
        using var source = Rows();
        // of 10 keys of a row 7 are key 1, one is key 2 and two are keys of 3 to 22, so that key 1 is 0.7 of all, key 2 0.1
        var thinned = new FrequentKeysBatches(source, 22, 0.1);
        Assert.AreEqual(Math.Sqrt(0.1 / 0.7), thinned.ShareOf(1), 1e-9);
        Assert.AreEqual(1, thinned.ShareOf(2), 1e-9);
        var (before, after) = (Read(source, 1), Read(thinned, 1));
        foreach (var (whole, less) in before.Zip(after))
            CollectionAssert.AreEqual(
                whole.Where(key => key != 1).ToArray(), less.Where(key => key != 1).ToArray(), "rare keys stay, in their order");
        var kept = after.Sum(keys => keys.Count(key => key == 1)) / (7.0 * Sequences);
        Assert.AreEqual(Math.Sqrt(0.1 / 0.7), kept, 4 * Math.Sqrt(0.25 / (7 * Sequences)));
    }

    [TestMethod]
    public void What_is_left_lies_at_the_front_with_its_length_and_nothing_is_left_empty()
    {
        using var source = new InMemoryBatches(new TensorBatch(
            (BatchMember.Features, full(64, 4, 1, ScalarType.Int32)), (BatchMember.Lengths, full(64, 3, ScalarType.Int64))));
        var thinned = new FrequentKeysBatches(source, 1, 0.01);
        foreach (var batch in thinned.Epoch(16, shuffleSeed: 1))
        {
            using var owned = batch;
            var (keys, lengths) = (batch.Features.data<int>().ToArray().Chunk(4).ToArray(), batch.Lengths.data<long>().ToArray());
            for (var row = 0; row < lengths.Length; row++)
            {
                Assert.IsTrue(lengths[row] is >= 1 and <= 3);
                Assert.AreEqual(lengths[row], keys[row].Count(key => key == 1));
                Assert.AreEqual(0, keys[row][3], "what lies behind the end is no key");
            }
        }
    }

    [TestMethod]
    public void Every_epoch_leaves_out_others_the_same_seed_the_same_and_rows_that_are_measured_are_whole()
    {
        using var source = Rows();
        var thinned = new FrequentKeysBatches(source, 22, 0.05);
        string[] Texts(int? seed) => [.. Read(thinned, seed).Select(keys => string.Join(' ', keys))];
        CollectionAssert.AreEqual(Texts(1), Texts(1));
        CollectionAssert.AreNotEqual(Texts(1).Order().ToArray(), Texts(2).Order().ToArray());
        Assert.IsTrue(Read(thinned, null).All(keys => keys.Length == Width));
    }

    private static InMemoryBatches Rows()
    {
        var random = new Random(3);
        var keys = new List<int>();
        for (var row = 0; row < Sequences; row++)
        {
            int[] own = [1, 1, 1, 1, 1, 1, 1, 2, 3 + (2 * row % 20), 4 + (2 * row % 20)];
            random.Shuffle(own);
            keys.AddRange(own);
        }
        return new InMemoryBatches(new TensorBatch(
            (BatchMember.Features, tensor(keys.ToArray(), [Sequences, Width])),
            (BatchMember.Lengths, full(Sequences, Width, ScalarType.Int64))));
    }

    private static List<int[]> Read(IBatchSource source, int? seed)
    {
        var read = new List<int[]>();
        foreach (var batch in source.Epoch(16, seed))
        {
            using var owned = batch;
            var lengths = batch.Lengths.data<long>().ToArray();
            var rows = batch.Features.data<int>().ToArray().Chunk((int)batch.Features.size(1));
            read.AddRange(rows.Select((keys, i) => keys[..(int)lengths[i]]));
        }
        return read;
    }
}
