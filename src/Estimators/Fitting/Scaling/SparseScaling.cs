using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Chooses by what each slot of sparse rows is multiplied. Nothing is taken off: zeros, which are not read, would not be zeros any more.</summary>
internal static class SparseScaling
{
    private const int PassRows = 1024;

    /// <summary>
    /// As they are where all numbers lie in [-1, 1]; else each slot over its largest size. A slot that the rows never use has no weights
    /// that were learned: it counts for nothing later.
    /// </summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="width">Slots of a row.</param>
    /// <param name="chosen">Receives what was chosen.</param>
    public static ColumnScales Choose(IBatchSource rows, int width, ICollection<AutomaticChoice> chosen)
    {
        var largest = Largest(rows, width);
        var isBounded = largest.All(size => size <= 1);
        var unused = largest.Count(size => size == 0);
        chosen.Add(new AutomaticChoice(
            "InputScaling", isBounded ? "None" : "each slot over its largest size",
            $"sparse rows{(isBounded ? " in [-1, 1]" : "")}; {unused} of {width} slots are 0 in every training row and count for nothing"));
        return new ColumnScales(
            new float[width], Array.ConvertAll(largest, size => size == 0 ? 0 : isBounded ? 1 : 1 / size), new float[width], new ScalingCurve[width]);
    }

    private static float[] Largest(IBatchSource rows, int width)
    {
        var largest = new float[width];
        foreach (var batch in rows.Epoch(PassRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var slots = batch.Features.SparseIndices.select(0, 1).ReadAll<long>();
            var values = batch.Features.SparseValues.ReadAll<float>();
            for (var i = 0; i < slots.Length; i++)
                largest[slots[i]] = Math.Max(largest[slots[i]], Math.Abs(values[i]));
        }
        return largest;
    }
}
