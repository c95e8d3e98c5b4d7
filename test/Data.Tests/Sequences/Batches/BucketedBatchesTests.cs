using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data.Tests.Sequences;

[TestClass]
public sealed class BucketedBatchesTests
{
    private const int BatchSize = 16;

    [TestMethod]
    public void An_epoch_has_every_row_once_with_its_own_length_and_a_fifth_of_the_padding()
    {
        using var source = SequenceRows.Create(1003);
        var lengths = source.Rows.Lengths.data<long>().ToArray();
        var batches = SequenceRows.Read(new BucketedBatches(source, SequenceRows.Width), BatchSize, 3, 0, batch =>
        {
            CollectionAssert.AreEqual(
                batch.Targets.data<long>().ToArray().Select(row => lengths[row]).ToArray(), batch.Lengths.data<long>().ToArray());
            return batch.Targets.data<long>().ToArray();
        });
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 1003).Select(row => (long)row).ToArray(), batches.SelectMany(b => b).Order().ToArray());
        CollectionAssert.AreEqual(
            new[] { 11 }.Concat(Enumerable.Repeat(BatchSize, 62)).ToArray(), batches.Select(batch => batch.Length).Order().ToArray());
        Assert.IsLessThan(Padding(SequenceRows.Labels(source, BatchSize, 3)) / 5, Padding(batches));

        double Padding(long[][] parts)
        {
            var steps = parts.Sum(rows => (double)rows.Length * rows.Max(row => lengths[row]));
            return 1 - (lengths.Sum() / steps);
        }
    }

    [TestMethod]
    public void An_epoch_taken_up_at_any_batch_goes_on_with_the_same_rows()
    {
        using var source = SequenceRows.Create(1003);
        var bucketed = new BucketedBatches(source, SequenceRows.Width);
        Assert.AreEqual(15, bucketed.PoolSize(BatchSize), "a quarter of 63 batches");
        var whole = SequenceRows.Labels(bucketed, BatchSize, 5);
        for (var first = 0; first <= whole.Length; first++)
        {
            var rest = SequenceRows.Labels(bucketed, BatchSize, 5, first);
            Assert.HasCount(whole.Length - first, rest);
            for (var i = 0; i < rest.Length; i++)
                CollectionAssert.AreEqual(whole[first + i], rest[i], $"batch {first + i}");
        }
    }

    [TestMethod]
    public void Other_seeds_draw_other_batches_in_another_order_and_measuring_passes_keep_the_rows_as_they_are()
    {
        using var source = SequenceRows.Create(640);
        var bucketed = new BucketedBatches(source, SequenceRows.Width);
        var (first, second) = (SequenceRows.Labels(bucketed, BatchSize, 1), SequenceRows.Labels(bucketed, BatchSize, 2));
        var together = first.Select(batch => string.Join(' ', batch.Order())).ToHashSet();
        Assert.IsFalse(second.Any(batch => together.Contains(string.Join(' ', batch.Order()))), "no batch is there twice");
        var lengths = source.Rows.Lengths.data<long>().ToArray();
        var longest = first.Take(10).Select(batch => batch.Max(row => lengths[row])).ToArray();
        CollectionAssert.AreNotEqual(longest.Order().ToArray(), longest, "short sequences do not come before long ones");
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 640).Select(row => (long)row).ToArray(),
            SequenceRows.Labels(bucketed, BatchSize, null).SelectMany(b => b).ToArray());
    }

    [TestMethod]
    [DataRow(100, 5, DisplayName = "too few rows for four pools of two batches")]
    [DataRow(1003, 200, DisplayName = "all of one length")]
    public void Rows_that_are_few_or_alike_keep_the_order_that_was_drawn(int rows, int shortest)
    {
        using var source = SequenceRows.Create(rows, shortest);
        var (plain, bucketed) = (
            SequenceRows.Labels(source, BatchSize, 4), SequenceRows.Labels(new BucketedBatches(source, SequenceRows.Width), BatchSize, 4));
        CollectionAssert.AreEqual(plain.SelectMany(b => b).ToArray(), bucketed.SelectMany(b => b).ToArray());
    }

    [TestMethod]
    public void A_pool_stays_within_its_memory_and_within_a_quarter_of_the_rows()
    {
        using var source = SequenceRows.Create(1003);
        Assert.AreEqual(32, new BucketedBatches(source, SequenceRows.Width).PoolSize(4));
        Assert.AreEqual(4, new BucketedBatches(source, 1 << 20).PoolSize(4), "2²⁴ numbers are four batches of 4 rows of 2²⁰");
        Assert.AreEqual(1, new BucketedBatches(source, 1 << 23).PoolSize(4));
        Assert.AreEqual(1, new BucketedBatches(source, SequenceRows.Width).PoolSize(1003));
    }

    [TestMethod]
    public void Pairs_of_one_input_length_are_sorted_by_the_length_of_what_is_written()
    {
        const int rows = 128;
        var written = Enumerable.Range(0, rows).Select(row => (long)(row * 37 % 64)).ToArray();
        using var source = new InMemoryBatches(new TensorBatch(
            (BatchMember.Features, ones(rows, 3)), (BatchMember.Lengths, full(rows, 3, dtype: ScalarType.Int64)),
            (BatchMember.Targets, arange(rows, dtype: ScalarType.Int64)), (BatchMember.TargetLengths, tensor(written))));
        foreach (var batch in SequenceRows.Labels(new BucketedBatches(source, 3), 4, 1))
            Assert.IsLessThan(20, batch.Max(row => written[row]) - batch.Min(row => written[row]));
    }

    [TestMethod]
    public void Rows_that_are_streamed_in_windows_smaller_than_a_pool_come_once_each_in_whole_batches()
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 2000).Select(
            row => new Series { Numbers = [row, .. new float[random.Next(4, SequenceRows.Width)]] }).ToArray());
        SizedColumn[] columns = [new SequenceInput("Numbers", "feature", new SequenceShape(0, 1, SequenceRows.Width))];
        using var source = new BatchReading(columns, CPU, 1 << 20).Read(data); // windows of some 430 rows
        Assert.IsInstanceOfType<StreamedBatches>(source);
        var bucketed = new BucketedBatches(source, SequenceRows.Width);
        Assert.AreEqual(31, bucketed.PoolSize(BatchSize));
        float[][] Firsts(int first) => SequenceRows.Read(
            bucketed, BatchSize, 6, first, batch => batch.Features.select(1, 0).contiguous().data<float>().ToArray());
        var whole = Firsts(0);
        Assert.IsTrue(whole.All(batch => batch.Length == BatchSize));
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 2000).Select(row => (float)row).ToArray(), whole.SelectMany(b => b).Order().ToArray());
        CollectionAssert.AreEqual(whole[100..].SelectMany(b => b).ToArray(), Firsts(100).SelectMany(b => b).ToArray());
    }

    [TestMethod]
    public void Tensors_of_an_epoch_that_is_left_early_are_released()
    {
        using var source = SequenceRows.Create(640);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        foreach (var batch in new BucketedBatches(source, SequenceRows.Width).Epoch(BatchSize, 1))
        {
            batch.Dispose();
            break;
        }
        Assert.AreEqual(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private sealed class Series
    {
        public float[] Numbers { get; set; } = [];
    }
}
