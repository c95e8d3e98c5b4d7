using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Which classes rows are of.</summary>
internal static class ClassRows
{
    private const int PassRows = 4096;

    /// <summary>Counts the rows of each class.</summary>
    /// <param name="rows">Rows with classes from 0 as targets.</param>
    /// <param name="classes">How many classes there are.</param>
    public static long[] Count(IBatchSource rows, int classes)
    {
        var counts = new long[classes];
        foreach (var batch in rows.Epoch(PassRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            foreach (var label in batch.Targets.cpu().data<long>().ToArray())
                counts[label]++;
        }
        return counts;
    }

    /// <summary>The rows of some classes.</summary>
    /// <param name="rows">Rows with classes from 0 as targets; they stay the caller's.</param>
    /// <param name="isKept">Of each class, whether its rows are kept.</param>
    /// <returns>Rows of their own, to be disposed by the caller; null if there are none.</returns>
    public static InMemoryBatches? Of(InMemoryBatches rows, bool[] isKept)
    {
        using var scope = NewDisposeScope();
        var places = tensor(isKept, device: rows.Rows.Targets.device).index_select(0, rows.Rows.Targets).nonzero().flatten();
        return places.size(0) == 0 ? null : new InMemoryBatches(rows.Rows.Select(places));
    }
}
