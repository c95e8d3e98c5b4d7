using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// Deals rows into parts of equal size, each with labels like those of all rows: of every class a part has its share, and of numbers small
/// and large ones.
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
        var drawn = Labels(rows).Select((label, place) => (Label: label, Chance: random.Next(), Place: place));
        var folds = new int[rows.RowCount];
        foreach (var alike in drawn.OrderBy(row => row.Label).ThenBy(row => row.Chance).ThenBy(row => row.Place).Chunk(count))
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

    private static List<double> Labels(IBatchSource rows)
    {
        var labels = new List<double>();
        foreach (var batch in rows.Epoch(PassRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            labels.AddRange(batch.Targets.numel() == batch.Rows
                ? batch.Targets.flatten().to(ScalarType.Float64).ReadAll<double>()
                : new double[batch.Rows]);
        }
        return labels;
    }
}
