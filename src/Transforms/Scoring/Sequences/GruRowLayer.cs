using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace DeepML.Transforms;

/// <summary>
/// Gated recurrent units, as torch computes them: r, z = σ(W x + U h + b), n = tanh(W x + b + r (U h + b')), h ← (1 − z) n + z h.
/// </summary>
/// <param name="input">W of r, z, n below each other.</param>
/// <param name="hidden">U of the same.</param>
/// <param name="inputBiases">Beside W.</param>
/// <param name="hiddenBiases">Beside U.</param>
internal sealed class GruRowLayer(ColumnWeights input, ColumnWeights hidden, float[] inputBiases, float[] hiddenBiases) : SequenceRowLayer
{
    /// <inheritdoc/>
    public override int Outputs => hidden.Inputs;

    /// <inheritdoc/>
    public override int Room => (2 * ColumnWeights.Padded(inputBiases.Length)) + Outputs;

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<float> steps, int time, Span<float> answers, Span<float> room)
    {
        var (units, padded) = (Outputs, ColumnWeights.Padded(inputBiases.Length));
        var ofInput = room[..padded];
        var ofHidden = room.Slice(padded, padded);
        var before = room.Slice(2 * padded, units);
        before.Clear();
        for (var t = 0; t < time; t++)
        {
            Begin(ofInput, inputBiases);
            Begin(ofHidden, hiddenBiases);
            input.AddTo(steps.Slice(t * input.Inputs, input.Inputs), ofInput);
            hidden.AddTo(before, ofHidden);
            var gates = ofInput[..(2 * units)];
            var reset = gates[..units];
            var update = gates[units..];
            var candidate = ofInput.Slice(2 * units, units);
            TensorPrimitives.Add(gates, ofHidden[..(2 * units)], gates);
            TensorPrimitives.Sigmoid(gates, gates);
            TensorPrimitives.MultiplyAdd(reset, ofHidden.Slice(2 * units, units), candidate, candidate);
            TensorPrimitives.Tanh(candidate, candidate);
            TensorPrimitives.Subtract(before, candidate, before);
            TensorPrimitives.MultiplyAdd(update, before, candidate, before);
            before.CopyTo(answers.Slice(t * units, units));
        }
    }

    private static void Begin(Span<float> sums, float[] biases)
    {
        biases.CopyTo(sums);
        sums[biases.Length..].Clear();
    }
}
