using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Sequences;

[TestClass]
public sealed class PaddedStepsTests
{
    [TestMethod]
    public void The_share_is_over_all_steps_of_all_batches_and_over_what_is_written_too()
    {
        using var scope = NewDisposeScope();
        var sums = new RowSums();
        PaddedSteps.Add(Batch([4, 1, 1]), sums); // 6 of 12 steps
        PaddedSteps.Add(Batch([2]), sums); // none of 2
        Assert.AreEqual(6 / 14.0, sums.MeanMetrics[MetricNames.PaddedSteps], 1e-12);
        PaddedSteps.Add(Batch([3, 3], [1, 3]), sums); // none of 6, and 2 of 6
        Assert.AreEqual(8 / 26.0, sums.MeanMetrics[MetricNames.PaddedSteps], 1e-12);
    }

    [TestMethod]
    public void Rows_that_are_no_sequences_and_sequences_without_a_step_add_nothing()
    {
        using var scope = NewDisposeScope();
        var sums = new RowSums();
        PaddedSteps.Add(new TensorBatch(zeros(2, 3)), sums);
        PaddedSteps.Add(Batch([0, 0]), sums);
        Assert.IsEmpty(sums.MeanMetrics);
    }

    private static TensorBatch Batch(long[] lengths, long[]? written = null) => written is null
        ? new((BatchMember.Features, zeros(lengths.Length, 4)), (BatchMember.Lengths, tensor(lengths)))
        : new(
            (BatchMember.Features, zeros(lengths.Length, 4)), (BatchMember.Lengths, tensor(lengths)),
            (BatchMember.Targets, zeros(lengths.Length, 4)), (BatchMember.TargetLengths, tensor(written)));
}
