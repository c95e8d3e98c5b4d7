using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// Deals rows into parts of equal size, each with labels like those of all rows: of every class a part has its share, and of numbers small
/// and large ones. Rows that do not count are dealt apart, so that no part has none that does where there are enough of them.
/// </summary>
internal static class Folds
{
    private const int PassRows = 4096;

    /// <summary>The part of each row.</summary>
    /// <param name="rows">The rows; those with several labels or numbers to tell are dealt by chance alone.</param>
    /// <param name="count">Parts, at least 2 and at most as many as there are rows.</param>
    /// <param name="seed">Fixes the choice among rows with like labels.</param>
    public static int[] Of(IBatchSource rows, int count, int seed)
    {
        var random = new Random(seed);
        var drawn = Labels(rows).Select(
            (row, place) => (row.IsIdle, row.Label, Chance: random.Next(), Place: place));
        var folds = new int[rows.RowCount];
        foreach (var alike in drawn.OrderBy(row => row.IsIdle).ThenBy(row => row.Label).ThenBy(row => row.Chance)
            .ThenBy(row => row.Place).Chunk(count))
        {
            var parts = Enumerable.Range(0, count).ToArray();
            random.Shuffle(parts);
            for (var i = 0; i < alike.Length; i++)
                folds[alike[i].Place] = parts[i];
        }
        return folds;
    }

    /// <summary>The places of the rows of a part, or of all others.</summary>
    /// <param name="folds">The part of each row.</param>
    /// <param name="fold">The part.</param>
    /// <param name="others">Whether the others are meant.</param>
    public static int[] Places(int[] folds, int fold, bool others) =>
        [.. Enumerable.Range(0, folds.Length).Where(place => folds[place] == fold != others)];

    /// <summary>How many rows count: have a weight above 0, or none.</summary>
    public static int Counting(IBatchSource rows) => Labels(rows).Count(row => !row.IsIdle);

    private static List<(bool IsIdle, double Label)> Labels(IBatchSource rows)
    {
        var labels = new List<(bool, double)>();
        foreach (var batch in rows.Epoch(PassRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var weights = batch.Weights?.flatten().to(ScalarType.Float64).ReadAll<double>();
            var own = batch.Targets.numel() == batch.Rows
                ? batch.Targets.flatten().to(ScalarType.Float64).ReadAll<double>()
                : new double[batch.Rows];
            labels.AddRange(own.Select((label, i) => (weights?[i] == 0, label)));
        }
        return labels;
    }
}
