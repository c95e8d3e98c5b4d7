using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// Chooses by what each slot of sparse rows is multiplied. Nothing is taken off: zeros, which are not read, would not be zeros any more.
/// </summary>
internal static class SparseScaling
{
    // A slot that hardly a row uses would drown all others in the rows that do.
    private const double FewestRows = 10;

    private const int PassRows = 1024;

    /// <summary>
    /// Each slot over the root of its mean square in the training rows, zeros included: rare slots gain, as with an inverse document
    /// frequency. One that fewer than ten rows use is taken as if ten did; one that no row uses has no weights that were learned, and
    /// counts for nothing later.
    /// </summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="width">Slots of a row.</param>
    /// <param name="chosen">Receives what was chosen.</param>
    public static ColumnScales Choose(IBatchSource rows, int width, ICollection<AutomaticChoice> chosen)
    {
        var (squares, counts) = Look(rows, width);
        var unused = counts.Count(count => count == 0);
        chosen.Add(new AutomaticChoice(
            "InputScaling", "each slot over the root of its mean square",
            $"sparse rows; {unused} of {width} slots are 0 in every training row and count for nothing"));
        var factors = new float[width];
        for (var i = 0; i < width; i++)
            if (counts[i] > 0)
                factors[i] = (float)(1 / Math.Sqrt(squares[i] / rows.RowCount * Math.Max(1, FewestRows / counts[i])));
        return new ColumnScales(new float[width], factors, new float[width], new ScalingCurve[width]);
    }

    private static (double[] Squares, int[] Counts) Look(IBatchSource rows, int width)
    {
        var (squares, counts) = (new double[width], new int[width]);
        foreach (var batch in rows.Epoch(PassRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var slots = batch.Features.SparseIndices.select(0, 1).ReadAll<long>();
            var values = batch.Features.SparseValues.ReadAll<float>();
            for (var i = 0; i < slots.Length; i++)
            {
                squares[slots[i]] += (double)values[i] * values[i];
                counts[slots[i]]++;
            }
        }
        return (squares, counts);
    }
}
