using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Distribution;

[TestClass]
public sealed class SharedPartsTests
{
    [TestMethod]
    [DataRow(1, 3)]
    [DataRow(7, 3)]
    [DataRow(9, 3)]
    [DataRow(100, 7)]
    public void Every_row_of_a_batch_falls_to_one_rank_and_shares_differ_by_one_row_at_most(int rows, int ranks)
    {
        var shares = ThreadRanks.Run(ranks, together =>
        {
            using var batch = new TensorBatch(arange(Numbers.Zero, Numbers.Kept(rows), Numbers.One, ScalarType.Float32).unsqueeze(1));
            using var share = SharedRun.Share(together, batch);
            return share is null ? [] : Toy.Values(share.Features);
        });
        CollectionAssert.AreEqual(
            Enumerable.Range(0, rows).Select(row => (float)row).ToArray(), shares.SelectMany(share => share).ToArray());
        Assert.IsLessThanOrEqualTo(1, shares.Max(share => share.Length) - shares.Min(share => share.Length));
    }

    [TestMethod]
    public void Sums_are_those_over_all_ranks_also_of_metrics_that_only_one_has_and_of_later_ones()
    {
        var found = ThreadRanks.Run(3, together =>
        {
            var (shared, all) = (new SharedSums(together), new RowSums());
            for (var batch = 0; batch < 2; batch++)
            {
                var own = new RowSums();
                own.Add(together.Rank + batch, 2, 4);
                own.Add("every", together.Rank, 2);
                if (together.Rank == batch)
                    own.Add($"only {batch}", 10, 3);
                Assert.AreEqual(batch == 1, shared.Add(own, all, asks: batch == 1 && together.Rank == 2));
            }
            return all;
        });
        foreach (var all in found)
        {
            Assert.AreEqual(12, all.Rows);
            Assert.AreEqual(2.0 * (0 + 1 + 2 + 1 + 2 + 3) / 24, all.MeanLoss, 1e-12);
            Assert.AreEqual("every only 0 only 1", string.Join(' ', all.Metrics));
            Assert.AreEqual(1, all.MeanMetrics["every"], 1e-12);
            Assert.AreEqual(10, all.MeanMetrics["only 1"], 1e-12);
        }
    }

    [TestMethod]
    public void Measurements_that_each_rank_has_made_of_all_rows_are_those_of_the_first()
    {
        var found = ThreadRanks.Run(2, together =>
        {
            var own = new RowSums();
            own.Add(1 + together.Rank, 5);
            return SharedRun.Joined(together, own, apart: false).MeanLoss;
        });
        CollectionAssert.AreEqual(new[] { 1.0, 1.0 }, found);
    }

    [TestMethod]
    public void Running_statistics_become_means_over_the_rows_of_all_ranks_and_equal_ones_stay_to_the_bit()
    {
        var found = ThreadRanks.Run(3, together =>
        {
            using var norm = new BatchNormalization(2);
            using var gradientsOff = no_grad();
            norm.RunningMean.copy_(tensor(new[] { together.Rank, 0.1f }));
            norm.RunningVariance.copy_(tensor(new[] { 1f / 3, 4 + together.Rank }));
            new SharedStatistics(together, norm).Average(rows: together.Rank); // 0, 1 and 2 rows
            return (float[])[.. Toy.Values(norm.RunningMean), .. Toy.Values(norm.RunningVariance)];
        });
        foreach (var statistics in found)
            CollectionAssert.AreEqual(new[] { 5f / 3, 0.1f, 1f / 3, 4 + (5f / 3) }, statistics);
    }

    [TestMethod]
    public void Rows_of_sparse_gradients_that_no_rank_has_reached_stay_as_they_are()
    {
        var options = new TrainingOptions { Optimizer = new AdamOptimizer(), LearningRate = 0.1 };
        long[][] reached = [[0, 2], [2, 4]];
        var alone = Moved(options, [0, 2, 2, 4], 4);
        var together = ThreadRanks.Run(2, ranks => Moved(options with { Distribution = ranks }, reached[ranks.Rank], 2));
        CollectionAssert.AreEqual(together[0], together[1]);
        for (var i = 0; i < alone.Length; i++)
            Assert.AreEqual(alone[i], together[0][i], 1e-6);
        CollectionAssert.AreEqual(new[] { 1f, 1f }, together[0][2..4]); // row 1
    }

    [TestMethod]
    public void A_parameter_that_one_rank_reaches_moves_on_all_and_one_that_none_reaches_on_none()
    {
        var options = new TrainingOptions { Optimizer = new GradientDescentOptimizer(), LearningRate = 1 };
        var found = ThreadRanks.Run(2, together =>
        {
            using var one = new Parameter(ones(1));
            using var other = new Parameter(ones(1));
            using var update = new WeightUpdate([one, other], options with { Distribution = together, WeightDecay = 0.5 });
            using var scope = NewDisposeScope();
            if (together.Rank == 1)
                update.Minimize(one.sum().Times(3), rows: 2);
            update.Settle();
            return (float[])[.. Toy.Values(one), .. Toy.Values(other)];
        });
        foreach (var weights in found)
            CollectionAssert.AreEqual(new[] { 1 - 3 - 0.5f, 1f }, weights);
    }

    // Two steps along the mean over rows of the sums of the reached rows of a table of five.
    private static float[] Moved(TrainingOptions options, long[] reached, int rows)
    {
        using var table = nn.EmbeddingBag(5, 2, mode: TorchSharp.EmbeddingBagMode.Sum, sparse: true);
        using (no_grad())
            table.weight!.fill_(Numbers.One);
        using var update = new WeightUpdate(table.parameters(), options);
        using var scope = NewDisposeScope();
        for (var step = 0; step < 2; step++)
        {
            using var each = tensor(reached, [reached.Length, 1]);
            update.Minimize(table.call(each, null, null).sum(1L).mean(), rows);
            update.Settle();
        }
        return Toy.Values(table.weight!);
    }
}
