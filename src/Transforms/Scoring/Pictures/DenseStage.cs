using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>A fully connected layer over a picture or a flat row.</summary>
internal sealed class DenseStage : PictureStage
{
    private readonly DensePassLayer _layer;

    /// <param name="weights">(units, inputs), as torch has them.</param>
    /// <param name="biases">One per unit; null for none.</param>
    /// <param name="units">Numbers that come out.</param>
    /// <param name="input">What is read; torch's weights of a picture go plane by plane.</param>
    public DenseStage(float[] weights, float[]? biases, int units, LayerShape input) =>
        _layer = new DensePassLayer(
            input.IsFlat ? weights : ByPixels(weights, units, input), biases ?? new float[units], Activation.Identity, 1);

    /// <inheritdoc/>
    public override int Outputs => _layer.Outputs;

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<float> input, Span<float> output) => _layer.Run(input, output);

    private static float[] ByPixels(float[] weights, int units, LayerShape input)
    {
        var (ordered, pixels) = (new float[weights.Length], input.Height * input.Width);
        for (var unit = 0; unit < units; unit++)
            for (var channel = 0; channel < input.Channels; channel++)
                for (var at = 0; at < pixels; at++)
                    ordered[(unit * input.Count) + (at * input.Channels) + channel] =
                        weights[(unit * input.Count) + (channel * pixels) + at];
        return ordered;
    }
}
