using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepML.Trainers;

/// <summary>
/// One pass over a parameter's numbers in vectors of the processor's own width. Every number is treated alike and alone, so that
/// the result does not depend on that width.
/// </summary>
internal static class ElementPass
{
    private const int Alignment = 16; // floats in a cache line, and in the widest vector

    /// <summary>Room for this many numbers, so that the last vector ends within it and the next block begins with a cache line.</summary>
    public static long Padded(long count) => (count + Alignment - 1) / Alignment * Alignment;

    /// <summary>Applies a rule to each weight.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="weights">Changed in place.</param>
    /// <param name="gradients">As many as weights.</param>
    /// <param name="states">A whole number of blocks, possibly none, of <see cref="Padded"/> numbers; changed in place.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static void Run<TRule>(in TRule rule, Span<float> weights, ReadOnlySpan<float> gradients, Span<float> states)
        where TRule : struct, IElementRule
    {
        var stride = Padded(weights.Length);
        if (weights.Length != gradients.Length || (stride > 0 && states.Length % stride != 0))
            throw new ArgumentException($"{weights.Length} weights have {gradients.Length} gradients and {states.Length} numbers.");
        ref var weight = ref MemoryMarshal.GetReference(weights);
        ref var gradient = ref MemoryMarshal.GetReference(gradients);
        ref var state = ref MemoryMarshal.GetReference(states);
        var (at, width) = ((nuint)0, (nuint)Vector<float>.Count);
        for (; at + width <= (nuint)weights.Length; at += width)
        {
            var moved = rule.Moved(Vector.LoadUnsafe(ref weight, at), Vector.LoadUnsafe(ref gradient, at), ref state, at, (nuint)stride);
            moved.StoreUnsafe(ref weight, at);
        }
        if (at < (nuint)weights.Length)
            RunRest(rule, weights[(int)at..], gradients[(int)at..], ref state, at, (nuint)stride);
    }

    // Fewer numbers than a vector holds: they are filled up with zeros, which every rule leaves finite.
    private static void RunRest<TRule>(
        in TRule rule, Span<float> weights, ReadOnlySpan<float> gradients, ref float state, nuint at, nuint stride)
        where TRule : struct, IElementRule
    {
        Span<float> filled = stackalloc float[2 * Vector<float>.Count];
        filled.Clear();
        weights.CopyTo(filled);
        gradients.CopyTo(filled[Vector<float>.Count..]);
        rule.Moved(new Vector<float>(filled), new Vector<float>(filled[Vector<float>.Count..]), ref state, at, stride).CopyTo(filled);
        filled[..weights.Length].CopyTo(weights);
    }
}
