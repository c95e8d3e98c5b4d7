using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class ColumnMomentsTests
{
    [TestMethod]
    public void Each_number_has_its_own_mean_and_deviation()
    {
        using var rows = new InMemoryBatches(tensor(new float[] { 2, 10, 4, 10, 4, 10, 4, 10, 5, 10, 5, 10, 7, 10, 9, 10 }, [8, 2]));
        using var moments = ColumnMoments.Of(rows);
        CollectionAssert.AreEqual(new double[] { 5, 10 }, moments.Mean.data<double>().ToArray());
        Assert.AreEqual(2, moments.Deviation.data<double>()[0], 1e-12);
        Assert.AreEqual(0, moments.Deviation.data<double>()[1], "a number that never changes");
    }

    [TestMethod]
    public void A_last_batch_that_is_smaller_counts_by_its_rows()
    {
        // 1,024 zeros and one 1,025: mean 1, mean square 1,025
        using var rows = new InMemoryBatches(tensor([.. Enumerable.Repeat(0f, 1024), 1025f], [1025, 1]));
        using var moments = ColumnMoments.Of(rows);
        Assert.AreEqual(1, moments.Mean.data<double>()[0], 1e-12);
        Assert.AreEqual(32, moments.Deviation.data<double>()[0], 1e-9);
    }

    [TestMethod]
    public void Numbers_far_from_0_keep_their_deviation()
    {
        using var rows = new InMemoryBatches(tensor([.. Enumerable.Range(0, 3000).Select(i => 16_000_000f + (i % 2))], [3000, 1]));
        using var moments = ColumnMoments.Of(rows);
        Assert.AreEqual(16_000_000.5, moments.Mean.data<double>()[0], 1e-6);
        Assert.AreEqual(0.5, moments.Deviation.data<double>()[0], 1e-9);
    }

    [TestMethod]
    public void Targets_have_moments_too()
    {
        using var rows = new InMemoryBatches(tensor(new float[] { 1, 2 }), tensor(new float[] { -3, 3 }));
        using var moments = ColumnMoments.Of(rows, BatchMember.Targets);
        Assert.AreEqual(0, moments.Mean.data<double>()[0]);
        Assert.AreEqual(3, moments.Deviation.data<double>()[0], 1e-12);
    }

    [TestMethod]
    public void A_single_row_has_deviation_0_and_nothing_is_left_behind()
    {
        using var rows = new InMemoryBatches(tensor(new float[] { 7, 8 }, [1, 2]));
        var before = LiveTensors.Count();
        using (var moments = ColumnMoments.Of(rows))
        {
            CollectionAssert.AreEqual(new double[] { 7, 8 }, moments.Mean.data<double>().ToArray());
            CollectionAssert.AreEqual(new double[] { 0, 0 }, moments.Deviation.data<double>().ToArray());
        }
        Assert.AreEqual(before, Tensor.TotalCount);
    }
}
