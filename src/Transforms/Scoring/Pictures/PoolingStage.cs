using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace DeepML.Transforms;

/// <summary>Takes the maximum or the mean of each window of a picture, channel by channel.</summary>
/// <param name="channels">Channels.</param>
/// <param name="input">Size of the picture.</param>
/// <param name="output">Size of what comes out.</param>
/// <param name="window">Size of a window.</param>
/// <param name="stride">Pixels between two windows.</param>
/// <param name="padding">
/// Pixels of a first window above and to the left of the picture: they count as zeros in a mean, and never win.
/// </param>
/// <param name="takesMaximum">Whether the maximum is taken.</param>
internal sealed class PoolingStage(
    int channels, ConvolutionStage.Size input, ConvolutionStage.Size output, ConvolutionStage.Size window, int stride, int padding,
    bool takesMaximum)
    : PictureStage
{
    /// <inheritdoc/>
    public override int Outputs => output.Height * output.Width * channels;

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<float> pictures, Span<float> pooled)
    {
        for (var y = 0; y < output.Height; y++)
            for (var x = 0; x < output.Width; x++)
                Pool(pictures, (y * stride) - padding, (x * stride) - padding, pooled.Slice(((y * output.Width) + x) * channels, channels));
    }

    private void Pool(ReadOnlySpan<float> picture, int top, int left, Span<float> pixel)
    {
        pixel.Fill(takesMaximum ? float.NegativeInfinity : 0);
        for (var y = Math.Max(0, top); y < Math.Min(input.Height, top + window.Height); y++)
            for (var x = Math.Max(0, left); x < Math.Min(input.Width, left + window.Width); x++)
            {
                var numbers = picture.Slice(((y * input.Width) + x) * channels, channels);
                if (takesMaximum)
                    TensorPrimitives.Max(pixel, numbers, pixel);
                else
                    TensorPrimitives.Add(pixel, numbers, pixel);
            }
        if (!takesMaximum)
            TensorPrimitives.Divide(pixel, window.Height * window.Width, pixel);
    }
}
