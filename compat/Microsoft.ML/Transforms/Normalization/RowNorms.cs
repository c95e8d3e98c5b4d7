using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Transforms;

/// Vectorised sums over one row.
internal static class RowNorms
{
    public static float Sum(ReadOnlySpan<float> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var sums = Vector<float>.Zero;
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += Vector.LoadUnsafe(ref first, (nuint)i);
        var sum = Vector.Sum(sums);
        for (; i < values.Length; i++)
            sum += values[i];
        return sum;
    }

    public static float SumOfSquares(ReadOnlySpan<float> values, float center)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var sums = Vector<float>.Zero;
        var centers = new Vector<float>(center);
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var difference = Vector.LoadUnsafe(ref first, (nuint)i) - centers;
            sums += difference * difference;
        }
        var sum = Vector.Sum(sums);
        for (; i < values.Length; i++)
            sum += (values[i] - center) * (values[i] - center);
        return sum;
    }

    public static float SumOfMagnitudes(ReadOnlySpan<float> values, float center)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var sums = Vector<float>.Zero;
        var centers = new Vector<float>(center);
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += Vector.Abs(Vector.LoadUnsafe(ref first, (nuint)i) - centers);
        var sum = Vector.Sum(sums);
        for (; i < values.Length; i++)
            sum += MathF.Abs(values[i] - center);
        return sum;
    }

    public static float LargestMagnitude(ReadOnlySpan<float> values, float center)
    {
        var largest = 0f;
        foreach (var value in values)
            largest = MathF.Max(largest, MathF.Abs(value - center));
        return largest;
    }

    /// (x - center) * factor; the two spans may be one.
    public static void Scale(ReadOnlySpan<float> values, Span<float> results, float center, float factor)
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(results[..values.Length]);
        var (centers, factors) = (new Vector<float>(center), new Vector<float>(factor));
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            ((Vector.LoadUnsafe(ref from, (nuint)i) - centers) * factors).StoreUnsafe(ref to, (nuint)i);
        for (; i < values.Length; i++)
            results[i] = (values[i] - center) * factor;
    }
}
