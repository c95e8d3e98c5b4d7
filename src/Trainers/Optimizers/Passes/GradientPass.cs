using System.Numerics;
using System.Runtime.InteropServices;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>What is done to the gradient of one plain parameter before the optimizer sees it, over its memory.</summary>
internal static class GradientPass
{
    /// <summary>The numbers of a plain tensor.</summary>
    public static Span<float> Floats(Tensor plain) => plain.Floats();

    /// <summary>Sum of squares, in double precision.</summary>
    public static double SumOfSquares(Tensor gradient) => SumOfSquares(Floats(gradient));

    /// <summary>g ← factor · g.</summary>
    public static void Multiply(Tensor gradient, double factor)
    {
        var numbers = Floats(gradient);
        var vector = new Vector<float>((float)factor);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] *= vector;
        foreach (ref var number in numbers[(vectors.Length * Vector<float>.Count)..])
            number *= (float)factor;
    }

    /// <summary>a ← a + b.</summary>
    public static void Add(Span<float> a, ReadOnlySpan<float> b)
    {
        var sums = MemoryMarshal.Cast<float, Vector<float>>(a);
        var added = MemoryMarshal.Cast<float, Vector<float>>(b);
        for (var i = 0; i < sums.Length; i++)
            sums[i] += added[i];
        for (var i = sums.Length * Vector<float>.Count; i < a.Length; i++)
            a[i] += b[i];
    }

    /// <summary>g ← g ÷ divisor.</summary>
    public static void Divide(Tensor gradient, double divisor)
    {
        var numbers = Floats(gradient);
        var vector = new Vector<float>((float)divisor);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] /= vector;
        foreach (ref var number in numbers[(vectors.Length * Vector<float>.Count)..])
            number /= (float)divisor;
    }

    /// <summary>g ← g + factor · sign(w).</summary>
    public static void AddSigns(Tensor gradient, Tensor weights, double factor) =>
        ElementPass.Run(new Signs((float)factor), Floats(gradient), Floats(weights), []);

    private static double SumOfSquares(ReadOnlySpan<float> numbers)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        var (low, high) = (Vector<double>.Zero, Vector<double>.Zero);
        foreach (var vector in vectors)
        {
            Vector.Widen(vector, out var first, out var second);
            low = Vector.FusedMultiplyAdd(first, first, low);
            high = Vector.FusedMultiplyAdd(second, second, high);
        }
        var sum = Vector.Sum(low + high);
        foreach (var number in numbers[(vectors.Length * Vector<float>.Count)..])
            sum += (double)number * number;
        return sum;
    }

    // Here the gradient is what is changed, and the weight is what is read.
    private readonly struct Signs(float factor) : IElementRule
    {
        private readonly Vector<float> _plus = new(factor);
        private readonly Vector<float> _minus = new(-factor);

        public Vector<float> Moved(Vector<float> gradients, Vector<float> weights, ref float states, nuint at, nuint stride)
        {
            var negative = Vector.ConditionalSelect(Vector.LessThan(weights, Vector<float>.Zero), _minus, Vector<float>.Zero);
            return gradients + Vector.ConditionalSelect(Vector.GreaterThan(weights, Vector<float>.Zero), _plus, negative);
        }
    }
}
