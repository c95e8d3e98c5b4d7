using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepML.Networks;

/// <summary>Sums of the columns of rows.</summary>
internal static unsafe class ColumnSums
{
    private const int Stretch = 512; // rows that are summed by themselves: a sum of many numbers loses digits of the next one

    /// <summary>Of some columns.</summary>
    /// <param name="numbers">(rows, stride), from the first of these columns on.</param>
    /// <param name="sums">(columns); written.</param>
    /// <param name="rows">How many.</param>
    /// <param name="columns">How many.</param>
    /// <param name="stride">Numbers from a row to the next one.</param>
    public static void Of(float* numbers, float* sums, int rows, int columns, int stride)
    {
        new Span<float>(sums, columns).Clear();
        if (rows <= Stretch)
        {
            Add(numbers, sums, rows, columns, stride);
            return;
        }
        var part = (float*)NativeMemory.Alloc((nuint)columns, sizeof(float));
        for (var row = 0; row < rows; row += Stretch, numbers += (long)Stretch * stride)
        {
            new Span<float>(part, columns).Clear();
            Add(numbers, part, Math.Min(Stretch, rows - row), columns, stride);
            Add(part, sums, 1, columns, columns);
        }
        NativeMemory.Free(part);
    }

    /// <summary>Means of some columns, and how far those of other rows lie above them.</summary>
    /// <param name="numbers">(rows, stride), from the first of these columns on.</param>
    /// <param name="others">(rows, stride), likewise.</param>
    /// <param name="means">(columns); those of the numbers are written.</param>
    /// <param name="differences">(columns); written.</param>
    /// <param name="rows">How many.</param>
    /// <param name="columns">How many.</param>
    /// <param name="stride">Numbers from a row to the next one.</param>
    public static void Differences(float* numbers, float* others, float* means, float* differences, int rows, int columns, int stride)
    {
        Of(numbers, means, rows, columns, stride);
        Of(others, differences, rows, columns, stride);
        for (var i = 0; i < columns; i++)
            (means[i], differences[i]) = (means[i] / rows, (differences[i] - means[i]) / rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(float* numbers, float* sums, int rows, int columns, int stride)
    {
        var whole = columns - (columns % Vector<float>.Count);
        for (var row = 0; row < rows; row++, numbers += stride)
        {
            for (var i = 0; i < whole; i += Vector<float>.Count)
                (Vector.Load(sums + i) + Vector.Load(numbers + i)).Store(sums + i);
            for (var i = whole; i < columns; i++)
                sums[i] += numbers[i];
        }
    }
}
