using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>How much of what a network goes through is padding: steps behind the end of shorter sequences of a batch.</summary>
internal static class PaddedSteps
{
    /// <summary>Adds the share of a batch, of its features and of sequences among its targets; nothing where rows are none.</summary>
    /// <param name="batch">The rows; they stay the caller's.</param>
    /// <param name="sums">Receives it, so that its mean is that over all steps.</param>
    public static void Add(TensorBatch batch, RowSums sums)
    {
        using var scope = NewDisposeScope();
        foreach (var member in (BatchMember[])[BatchMember.Lengths, BatchMember.TargetLengths])
        {
            if (!batch.Members.Contains(member))
                continue;
            var lengths = batch[member];
            var steps = batch.Rows * (double)lengths.max().Read<long>();
            sums.Add(MetricNames.PaddedSteps, 1 - (lengths.sum().Read<long>() / Math.Max(1, steps)), steps);
        }
    }
}
