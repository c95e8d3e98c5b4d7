using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeepML.Networks;

namespace DeepML.Trainers;

/// <summary>
/// One pass over a parameter's numbers in vectors of the processor's own width. Every number is treated alike and alone, so that
/// the result does not depend on that width.
/// </summary>
internal static class ElementPass
{
    private const int Alignment = 16;          // floats in a cache line, and in the widest vector
    private const int Part = 1 << 14;          // numbers that a thread takes at a time, some 10 µs: a multiple of the alignment
    private const int FewestShared = 4 * Part; // numbers, for which another thread is worth waking

    /// <summary>Room for this many numbers, so that the last vector ends within it and the next block begins with a cache line.</summary>
    public static long Padded(long count) => (count + Alignment - 1) / Alignment * Alignment;

    /// <summary>Applies a rule to each weight; many are shared among the threads that torch shares its operations among.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="weights">Changed in place.</param>
    /// <param name="gradients">As many as weights.</param>
    /// <param name="states">A whole number of blocks, possibly none, of <see cref="Padded"/> numbers; changed in place.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static unsafe void Run<TRule>(in TRule rule, Span<float> weights, ReadOnlySpan<float> gradients, Span<float> states)
        where TRule : struct, IElementRule
    {
        var (count, stride) = (weights.Length, Padded(weights.Length));
        if (count != gradients.Length || (stride > 0 && states.Length % stride != 0))
            throw new ArgumentException($"{count} weights have {gradients.Length} gradients and {states.Length} numbers.");
        if (count < FewestShared)
        {
            RunPart(rule, weights, gradients, ref MemoryMarshal.GetReference(states), 0, count);
            return;
        }
        fixed (float* weight = weights, gradient = gradients, state = states)
        {
            var (w, g, s, theRule) = ((nint)weight, (nint)gradient, (nint)state, rule); // which a lambda can hold
            OpenMpTeam.Share((count + Part - 1) / Part, part => RunPart(
                theRule, new Span<float>((void*)w, count), new ReadOnlySpan<float>((void*)g, count), ref *(float*)s, part * Part,
                Math.Min((part + 1) * Part, count)));
        }
    }

    // The weights from the first one, which begins a vector, to before the last.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a short training is over before it would be compiled well
    private static void RunPart<TRule>(
        in TRule rule, Span<float> weights, ReadOnlySpan<float> gradients, ref float state, int first, int last)
        where TRule : struct, IElementRule
    {
        var stride = (nuint)Padded(weights.Length);
        ref var weight = ref MemoryMarshal.GetReference(weights);
        ref var gradient = ref MemoryMarshal.GetReference(gradients);
        var (at, width) = ((nuint)first, (nuint)Vector<float>.Count);
        for (; at + width <= (nuint)last; at += width)
        {
            var moved = rule.Moved(Vector.LoadUnsafe(ref weight, at), Vector.LoadUnsafe(ref gradient, at), ref state, at, stride);
            moved.StoreUnsafe(ref weight, at);
        }
        if (at < (nuint)last)
            RunRest(rule, weights[(int)at..], gradients[(int)at..], ref state, at, stride);
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
