using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace DeepML.Transforms;

/// <summary>A causal convolution over some steps with a rectifier.</summary>
/// <param name="taps">Weights of each tap, the most distant step first.</param>
/// <param name="biases">One per output.</param>
/// <param name="dilation">Steps between two taps.</param>
internal sealed class TimeDelayRowLayer(ColumnWeights[] taps, float[] biases, int dilation) : SequenceRowLayer
{
    /// <inheritdoc/>
    public override int Outputs => biases.Length;

    /// <inheritdoc/>
    public override int Room => ColumnWeights.Padded(biases.Length);

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<float> steps, int time, Span<float> answers, Span<float> room)
    {
        var sums = room[..Room];
        var inputs = taps[0].Inputs;
        for (var t = 0; t < time; t++)
        {
            biases.CopyTo(sums);
            sums[biases.Length..].Clear();
            for (var tap = 0; tap < taps.Length; tap++)
                if (t - ((taps.Length - 1 - tap) * dilation) is >= 0 and var seen)
                    taps[tap].AddTo(steps.Slice(seen * inputs, inputs), sums);
            TensorPrimitives.Max(sums[..biases.Length], 0, answers.Slice(t * biases.Length, biases.Length)); // keeps NaN, as torch does
        }
    }
}
