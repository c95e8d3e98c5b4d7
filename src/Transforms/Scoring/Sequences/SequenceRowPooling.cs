using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace DeepML.Transforms;

/// <summary>Makes one summary of the answers at all steps: <see cref="SequencePooling"/>.</summary>
internal sealed class SequenceRowPooling
{
    private readonly SequencePooling _pooling;
    private readonly ColumnWeights? _attention;
    private readonly float[] _biases = [], _importance = [];

    public SequenceRowPooling(SequencePooling pooling, int width, NamedNumbers weights)
    {
        _pooling = pooling;
        if (pooling != SequencePooling.Attention)
            return;
        _attention = weights.Columns("attention.weight", width);
        (_biases, _importance) = (weights["attention.bias"], weights["importance.weight"]);
    }

    /// <summary>Numbers of room that <see cref="Run"/> needs.</summary>
    public int Room => ColumnWeights.Padded(_biases.Length);

    /// <summary>Computes the summary.</summary>
    /// <param name="steps">(time, width).</param>
    /// <param name="time">Steps, at least 1.</param>
    /// <param name="summary">Receives the width's numbers.</param>
    /// <param name="room"><see cref="Room"/> numbers of any value.</param>
    public void Run(ReadOnlySpan<float> steps, int time, Span<float> summary, Span<float> room)
    {
        var width = summary.Length;
        if (_pooling == SequencePooling.Last)
        {
            steps.Slice((time - 1) * width, width).CopyTo(summary);
            return;
        }
        summary.Clear();
        var (total, highest) = (0.0f, float.NegativeInfinity);
        for (var t = 0; t < time; t++)
        {
            var step = steps.Slice(t * width, width);
            if (_attention is null)
            {
                TensorPrimitives.Add(summary, step, summary);
                total++;
                continue;
            }
            // Softmax on the way: what was summed is made smaller when a step comes that is more important than all before.
            var energy = Energy(step, room);
            if (energy > highest)
            {
                var factor = MathF.Exp(highest - energy);
                TensorPrimitives.Multiply(summary, factor, summary);
                (total, highest) = (total * factor, energy);
            }
            var weight = MathF.Exp(energy - highest);
            TensorPrimitives.MultiplyAdd(step, weight, summary, summary);
            total += weight;
        }
        TensorPrimitives.Divide(summary, total, summary);
    }

    // vᵀ tanh(W h + b)
    private float Energy(ReadOnlySpan<float> step, Span<float> room)
    {
        _biases.CopyTo(room);
        _attention!.AddTo(step, room);
        var compared = room[.._biases.Length];
        TensorPrimitives.Tanh(compared, compared);
        return TensorPrimitives.Dot(compared, _importance);
    }
}
