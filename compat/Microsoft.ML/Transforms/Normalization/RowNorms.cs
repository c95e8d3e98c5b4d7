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

    public static float SumOfMagnitudes(ReadOnlySpan<float> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var sums = Vector<float>.Zero;
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += Vector.Abs(Vector.LoadUnsafe(ref first, (nuint)i));
        var sum = Vector.Sum(sums);
        for (; i < values.Length; i++)
            sum += MathF.Abs(values[i]);
        return sum;
    }

    public static float LargestMagnitude(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values)
            largest = MathF.Max(largest, MathF.Abs(value));
        return largest;
    }

    public static void Multiply(Span<float> values, float factor)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            (Vector.LoadUnsafe(ref first, (nuint)i) * factor).StoreUnsafe(ref first, (nuint)i);
        for (; i < values.Length; i++)
            values[i] *= factor;
    }

    public static void Add(Span<float> values, float term)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var terms = new Vector<float>(term);
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            (Vector.LoadUnsafe(ref first, (nuint)i) + terms).StoreUnsafe(ref first, (nuint)i);
        for (; i < values.Length; i++)
            values[i] += term;
    }
}
