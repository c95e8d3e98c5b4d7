using System.Numerics;

namespace Microsoft.ML.Trainers.Solvers;

/// <summary>Vectorised inner loops. Weights are double, features single: widened on the way.</summary>
internal static class Vectors
{
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        b = b[..a.Length];
        Vector<double> sum = default, more = default;
        var i = 0;
        for (; i <= a.Length - 2 * Vector<double>.Count; i += 2 * Vector<double>.Count)
        {
            sum += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
            more += new Vector<double>(a[(i + Vector<double>.Count)..]) * new Vector<double>(b[(i + Vector<double>.Count)..]);
        }
        var total = Vector.Sum(sum + more);
        for (; i < a.Length; i++)
            total += a[i] * b[i];
        return total;
    }

    /// <summary>target += scale · source.</summary>
    public static void AddScaled(Span<double> target, double scale, ReadOnlySpan<double> source)
    {
        source = source[..target.Length];
        var factor = new Vector<double>(scale);
        var i = 0;
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(target[i..]) + factor * new Vector<double>(source[i..])).CopyTo(target[i..]);
        for (; i < target.Length; i++)
            target[i] += scale * source[i];
    }

    public static void Widen(ReadOnlySpan<float> source, Span<double> target)
    {
        var i = 0;
        for (; i <= source.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(source[i..]), out var low, out var high);
            low.CopyTo(target[i..]);
            high.CopyTo(target[(i + Vector<double>.Count)..]);
        }
        for (; i < source.Length; i++)
            target[i] = source[i];
    }

    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        b = b[..a.Length];
        Vector<float> sum = default;
        var i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
            sum += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        var total = Vector.Sum(sum);
        for (; i < a.Length; i++)
            total += a[i] * b[i];
        return total;
    }

    /// <summary>Turns margins into probabilities in place and returns log Σ exp(margin).</summary>
    public static double Softmax(Span<double> margins)
    {
        var largest = double.NegativeInfinity;
        foreach (var margin in margins)
            largest = Math.Max(largest, margin);
        double sum = 0;
        foreach (ref var margin in margins)
        {
            margin = Math.Exp(margin - largest);
            sum += margin;
        }
        foreach (ref var margin in margins)
            margin /= sum;
        return largest + Math.Log(sum);
    }
}
