namespace DeepML.Transforms;

/// <summary>Turns a picture that lies plane by plane into one that lies pixel by pixel, and scales its channels.</summary>
/// <param name="pixels">Pixels of a plane.</param>
/// <param name="means">Subtracted, one per channel.</param>
/// <param name="deviations">What is then divided by, one per channel.</param>
internal sealed class PictureEntry(int pixels, float[] means, float[] deviations) : PictureStage
{
    /// <inheritdoc/>
    public override int Outputs => pixels * means.Length;

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        for (var channel = 0; channel < means.Length; channel++)
        {
            var plane = input.Slice(channel * pixels, pixels);
            var (mean, deviation) = (means[channel], deviations[channel]);
            for (var at = 0; at < plane.Length; at++)
                output[(at * means.Length) + channel] = (plane[at] - mean) / deviation;
        }
    }
}
