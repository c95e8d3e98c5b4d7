using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DeepML.Transforms;

/// <summary>
/// A matrix for products with one vector at a time, column by column: the numbers that one input is multiplied with lie beside each
/// other, so that a product is a sum of vectors over the outputs.
/// </summary>
internal sealed class ColumnWeights
{
    private const int Together = 4; // vectors of sums that stay in registers

    private static readonly int Unit = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Together * Vector<float>.Count;

    private readonly float[] _columns; // (inputs, padded outputs)
    private readonly int _padded;

    /// <param name="weights">(outputs, inputs), as torch has them.</param>
    /// <param name="outputs">Rows of the matrix.</param>
    public ColumnWeights(ReadOnlySpan<float> weights, int outputs)
    {
        (Outputs, Inputs) = (outputs, weights.Length / outputs);
        _padded = Padded(outputs);
        _columns = new float[Inputs * _padded];
        for (var output = 0; output < outputs; output++)
            for (var input = 0; input < Inputs; input++)
                _columns[(input * _padded) + output] = weights[(output * Inputs) + input];
    }

    /// <summary>Numbers that come out.</summary>
    public int Outputs { get; }

    /// <summary>Numbers that are read.</summary>
    public int Inputs { get; }

    /// <summary>Room for so many sums, so that the last vector ends within it.</summary>
    public static int Padded(int count) => (count + Unit - 1) / Unit * Unit;

    /// <summary>Adds the product to sums.</summary>
    /// <param name="input"><see cref="Inputs"/> numbers.</param>
    /// <param name="sums"><see cref="Padded"/> numbers; those behind the outputs mean nothing.</param>
    public void AddTo(ReadOnlySpan<float> input, Span<float> sums)
    {
        input = input[..Inputs];
        ref var sum = ref MemoryMarshal.GetReference(sums[.._padded]);
        ref var column = ref MemoryMarshal.GetReference(_columns.AsSpan());
        if (Vector512.IsHardwareAccelerated)
            AddInWideVectors(input, ref sum, ref column);
        else
            Add(input, ref sum, ref column);
    }

    private void Add(ReadOnlySpan<float> input, ref float sum, ref float column)
    {
        var width = Vector<float>.Count;
        for (var at = (nuint)0; at < (nuint)_padded; at += (nuint)(Together * width))
        {
            var first = Vector.LoadUnsafe(ref sum, at);
            var second = Vector.LoadUnsafe(ref sum, at + (nuint)width);
            var third = Vector.LoadUnsafe(ref sum, at + (nuint)(2 * width));
            var fourth = Vector.LoadUnsafe(ref sum, at + (nuint)(3 * width));
            for (var i = 0; i < input.Length; i++)
            {
                var (number, weight) = (new Vector<float>(input[i]), at + (nuint)(i * _padded));
                first = Vector.FusedMultiplyAdd(number, Vector.LoadUnsafe(ref column, weight), first);
                second = Vector.FusedMultiplyAdd(number, Vector.LoadUnsafe(ref column, weight + (nuint)width), second);
                third = Vector.FusedMultiplyAdd(number, Vector.LoadUnsafe(ref column, weight + (nuint)(2 * width)), third);
                fourth = Vector.FusedMultiplyAdd(number, Vector.LoadUnsafe(ref column, weight + (nuint)(3 * width)), fourth);
            }
            first.StoreUnsafe(ref sum, at);
            second.StoreUnsafe(ref sum, at + (nuint)width);
            third.StoreUnsafe(ref sum, at + (nuint)(2 * width));
            fourth.StoreUnsafe(ref sum, at + (nuint)(3 * width));
        }
    }
    // System.Numerics' vectors are of 256 bits where the processor's are of 512. Four sums at once hide the time of a product; where
    // fewer are left, every other input has sums of its own.
    private void AddInWideVectors(ReadOnlySpan<float> input, ref float sum, ref float column)
    {
        var (width, stride, at) = ((nuint)Vector512<float>.Count, (nuint)_padded, (nuint)0);
        for (; at + (4 * width) <= stride; at += 4 * width)
        {
            var first = Vector512.LoadUnsafe(ref sum, at);
            var second = Vector512.LoadUnsafe(ref sum, at + width);
            var third = Vector512.LoadUnsafe(ref sum, at + (2 * width));
            var fourth = Vector512.LoadUnsafe(ref sum, at + (3 * width));
            var weight = at;
            foreach (var value in input)
            {
                var number = Vector512.Create(value);
                first = Vector512.FusedMultiplyAdd(number, Vector512.LoadUnsafe(ref column, weight), first);
                second = Vector512.FusedMultiplyAdd(number, Vector512.LoadUnsafe(ref column, weight + width), second);
                third = Vector512.FusedMultiplyAdd(number, Vector512.LoadUnsafe(ref column, weight + (2 * width)), third);
                fourth = Vector512.FusedMultiplyAdd(number, Vector512.LoadUnsafe(ref column, weight + (3 * width)), fourth);
                weight += stride;
            }
            first.StoreUnsafe(ref sum, at);
            second.StoreUnsafe(ref sum, at + width);
            third.StoreUnsafe(ref sum, at + (2 * width));
            fourth.StoreUnsafe(ref sum, at + (3 * width));
        }
        for (; at < stride; at += 2 * width)
            if (at + width < stride)
                AddTwo(input, ref sum, ref column, at);
            else
                AddOne(input, ref sum, ref column, at);
    }

    private void AddOne(ReadOnlySpan<float> input, ref float sum, ref float column, nuint at)
    {
        var (stride, weight) = ((nuint)_padded, at);
        var (first, second) = (Vector512.LoadUnsafe(ref sum, at), Vector512<float>.Zero);
        var (third, fourth) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var i = 0;
        for (; i < input.Length - 3; i += 4)
        {
            first = Vector512.FusedMultiplyAdd(Vector512.Create(input[i]), Vector512.LoadUnsafe(ref column, weight), first);
            second = Vector512.FusedMultiplyAdd(Vector512.Create(input[i + 1]), Vector512.LoadUnsafe(ref column, weight + stride), second);
            weight += 2 * stride;
            third = Vector512.FusedMultiplyAdd(Vector512.Create(input[i + 2]), Vector512.LoadUnsafe(ref column, weight), third);
            fourth = Vector512.FusedMultiplyAdd(Vector512.Create(input[i + 3]), Vector512.LoadUnsafe(ref column, weight + stride), fourth);
            weight += 2 * stride;
        }
        for (; i < input.Length; i++, weight += stride)
            first = Vector512.FusedMultiplyAdd(Vector512.Create(input[i]), Vector512.LoadUnsafe(ref column, weight), first);
        (first + second + third + fourth).StoreUnsafe(ref sum, at);
    }

    private void AddTwo(ReadOnlySpan<float> input, ref float sum, ref float column, nuint at)
    {
        var (width, stride, weight) = ((nuint)Vector512<float>.Count, (nuint)_padded, at);
        var (first, second) = (Vector512.LoadUnsafe(ref sum, at), Vector512.LoadUnsafe(ref sum, at + width));
        var (firstOfOdd, secondOfOdd) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var i = 0;
        for (; i < input.Length - 1; i += 2)
        {
            var (even, odd) = (Vector512.Create(input[i]), Vector512.Create(input[i + 1]));
            first = Vector512.FusedMultiplyAdd(even, Vector512.LoadUnsafe(ref column, weight), first);
            second = Vector512.FusedMultiplyAdd(even, Vector512.LoadUnsafe(ref column, weight + width), second);
            weight += stride;
            firstOfOdd = Vector512.FusedMultiplyAdd(odd, Vector512.LoadUnsafe(ref column, weight), firstOfOdd);
            secondOfOdd = Vector512.FusedMultiplyAdd(odd, Vector512.LoadUnsafe(ref column, weight + width), secondOfOdd);
            weight += stride;
        }
        if (i < input.Length)
        {
            var last = Vector512.Create(input[i]);
            first = Vector512.FusedMultiplyAdd(last, Vector512.LoadUnsafe(ref column, weight), first);
            second = Vector512.FusedMultiplyAdd(last, Vector512.LoadUnsafe(ref column, weight + width), second);
        }
        (first + firstOfOdd).StoreUnsafe(ref sum, at);
        (second + secondOfOdd).StoreUnsafe(ref sum, at + width);
    }
}
