using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepML.Transforms;

/// <summary>
/// A matrix for products with one vector at a time, column by column: the numbers that one input is multiplied with lie beside each
/// other, so that a product is a sum of vectors over the outputs.
/// </summary>
internal sealed class ColumnWeights
{
    private const int Together = 4; // vectors of sums that stay in registers

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
    public static int Padded(int count) =>
        (count + (Together * Vector<float>.Count) - 1) / (Together * Vector<float>.Count) * (Together * Vector<float>.Count);

    /// <summary>Adds the product to sums.</summary>
    /// <param name="input"><see cref="Inputs"/> numbers.</param>
    /// <param name="sums"><see cref="Padded"/> numbers; those behind the outputs mean nothing.</param>
    public void AddTo(ReadOnlySpan<float> input, Span<float> sums)
    {
        var width = Vector<float>.Count;
        ref var sum = ref MemoryMarshal.GetReference(sums[.._padded]);
        ref var column = ref MemoryMarshal.GetReference(_columns.AsSpan());
        for (var at = (nuint)0; at < (nuint)_padded; at += (nuint)(Together * width))
        {
            var first = Vector.LoadUnsafe(ref sum, at);
            var second = Vector.LoadUnsafe(ref sum, at + (nuint)width);
            var third = Vector.LoadUnsafe(ref sum, at + (nuint)(2 * width));
            var fourth = Vector.LoadUnsafe(ref sum, at + (nuint)(3 * width));
            for (var i = 0; i < Inputs; i++)
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
}
