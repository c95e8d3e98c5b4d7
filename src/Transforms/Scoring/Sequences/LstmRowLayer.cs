using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace DeepML.Transforms;

/// <summary>
/// Long short-term memory, as torch computes it: i, f, o = σ(W x + U h + b), g = tanh(W x + U h + b), c ← f c + i g, h ← o tanh(c).
/// </summary>
/// <param name="input">W of the gates i, f, g, o below each other.</param>
/// <param name="hidden">U of the same.</param>
/// <param name="biases">Both of torch's biases together.</param>
internal sealed class LstmRowLayer(ColumnWeights input, ColumnWeights hidden, float[] biases) : SequenceRowLayer
{
    /// <inheritdoc/>
    public override int Outputs => hidden.Inputs;

    /// <inheritdoc/>
    public override int Room => ColumnWeights.Padded(biases.Length) + (2 * Outputs);

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<float> steps, int time, Span<float> answers, Span<float> room)
    {
        var units = Outputs;
        var cell = room[..units];
        var curved = room.Slice(units, units);
        var gates = room[(2 * units)..];
        cell.Clear();
        for (var t = 0; t < time; t++)
        {
            biases.CopyTo(gates);
            gates[biases.Length..].Clear();
            input.AddTo(steps.Slice(t * input.Inputs, input.Inputs), gates);
            if (t > 0)
                hidden.AddTo(answers.Slice((t - 1) * units, units), gates);
            var entry = gates[..units];
            var forget = gates.Slice(units, units);
            var candidate = gates.Slice(2 * units, units);
            var exit = gates.Slice(3 * units, units);
            TensorPrimitives.Sigmoid(gates[..(2 * units)], gates);
            TensorPrimitives.Tanh(candidate, candidate);
            TensorPrimitives.Sigmoid(exit, exit);
            TensorPrimitives.Multiply(cell, forget, cell);
            TensorPrimitives.MultiplyAdd(entry, candidate, cell, cell);
            TensorPrimitives.Tanh(cell, curved);
            TensorPrimitives.Multiply(exit, curved, answers.Slice(t * units, units));
        }
    }
}
