using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Learns how the numbers of a vector are scaled.</summary>
/// <param name="range">Where they are to lie.</param>
/// <param name="common">Whether all numbers share a scale, as pixels do; else each has its own.</param>
/// <param name="curves">Finds the curves on which numbers lie first; null, and where it finds none, for none.</param>
internal sealed class VectorShape(VectorRange range, bool common = false, Func<VectorCells, VectorCurves?>? curves = null)
{
    /// <summary>What a column teaches.</summary>
    /// <param name="cells">Its cells.</param>
    /// <param name="column">The column.</param>
    public TableColumn Learn(VectorCells cells, DataViewSchema.Column column)
    {
        var type = (VectorDataViewType)column.Type;
        var found = curves?.Invoke(cells);
        var (offsets, scales) = (new float[type.Size], new float[type.Size]);
        var (least, greatest) = (float.PositiveInfinity, float.NegativeInfinity);
        var (means, deviations) = (new double[type.Size], new double[type.Size]);
        var slots = Slot.AllOf(cells, found);
        for (var slot = 0; slot < type.Size; slot++)
        {
            var of = slots[slot];
            (means[slot], deviations[slot]) = (of.Mean, of.Deviation);
            (least, greatest) = (Math.Min(least, of.Least), Math.Max(greatest, of.Greatest));
            (offsets[slot], scales[slot]) = of.Least == of.Greatest ? (of.Least, 0) : range switch
            {
                VectorRange.Bounded => Halves(of.Least, of.Greatest),
                VectorRange.Standard => ((float)of.Mean, (float)of.Deviation),
                _ => (0f, 1f),
            };
        }
        if (common)
            Share(offsets, scales, range switch
            {
                VectorRange.Bounded => Halves(least, greatest), // the constant numbers included
                VectorRange.Standard => Pooled(means, deviations),
                _ => (0f, 1f),
            });
        return new TableColumn(column.Name, TableColumnKind.Vector, "Single", 0, [.. type.Dimensions])
        {
            Offsets = offsets,
            Scales = scales,
            Curves = found,
            Minimum = cells.Numbers.Min(),
            Maximum = cells.Numbers.Max(),
        };
    }

    private static void Share(float[] offsets, float[] scales, (float Offset, float Scale) all)
    {
        Array.Fill(offsets, all.Offset);
        Array.Fill(scales, all.Scale);
    }

    private static (float Mean, float Deviation) Pooled(double[] means, double[] deviations)
    {
        var mean = means.Average();
        var variance = means.Zip(deviations, (m, d) => (d * d) + ((m - mean) * (m - mean))).Average();
        return ((float)mean, (float)Math.Sqrt(variance));
    }

    // The middle of a range and half its width, which as floats may overflow on the way.
    private static (float Middle, float Half) Halves(float least, float greatest) =>
        ((float)(((double)least + greatest) / 2), (float)(((double)greatest - least) / 2));

    /// <summary>What one number of the vector is like over the rows, on its curve.</summary>
    private readonly record struct Slot(float Least, float Greatest, double Mean, double Deviation)
    {
        // Row by row, as the numbers lie.
        public static Slot[] AllOf(VectorCells cells, VectorCurves? curves)
        {
            float On(int slot, float number) => curves is null ? number : curves.On(slot, number);
            var width = cells.Width;
            var numbers = CollectionsMarshal.AsSpan(cells.Numbers);
            var levels = new double[width]; // sums of what lies far from 0 would lose their spread in the squares
            var (least, greatest, sums, squares) = (new float[width], new float[width], new double[width], new double[width]);
            Array.Fill(least, float.PositiveInfinity);
            Array.Fill(greatest, float.NegativeInfinity);
            for (var slot = 0; slot < width; slot++)
                levels[slot] = On(slot, numbers[slot]);
            for (; numbers.Length > 0; numbers = numbers[width..])
                for (var slot = 0; slot < width; slot++)
                {
                    var value = On(slot, numbers[slot]);
                    var away = value - levels[slot];
                    (least[slot], greatest[slot]) = (Math.Min(least[slot], value), Math.Max(greatest[slot], value));
                    sums[slot] += away;
                    squares[slot] += away * away;
                }
            var all = new Slot[width];
            for (var slot = 0; slot < width; slot++)
            {
                var mean = sums[slot] / cells.Rows;
                all[slot] = new Slot(least[slot], greatest[slot], levels[slot] + mean, Math.Sqrt(
                    Math.Max(1e-12, (squares[slot] / cells.Rows) - (mean * mean))));
            }
            return all;
        }
    }
}
