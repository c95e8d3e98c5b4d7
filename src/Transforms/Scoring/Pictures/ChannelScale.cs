using DeepML.Networks;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace DeepML.Transforms;

/// <summary>Batch normalization by running statistics: each channel times a number plus a number.</summary>
internal sealed class ChannelScale : PictureStage
{
    private readonly float[] _factors, _shifts;
    private readonly int _pixels;

    /// <param name="norm">The normalization.</param>
    /// <param name="pixels">Pixels of a picture; 1 for a flat row.</param>
    public ChannelScale(BatchNormalization norm, int pixels)
    {
        _pixels = pixels;
        var (scale, shift) = (norm.Weight.ReadAll<float>(), norm.Bias.ReadAll<float>());
        var (mean, variance) = (norm.RunningMean.ReadAll<float>(), norm.RunningVariance.ReadAll<float>());
        _factors = [.. scale.Select((s, c) => (float)(s / Math.Sqrt(variance[c] + norm.Epsilon)))];
        _shifts = [.. shift.Select((s, c) => s - (mean[c] * _factors[c]))];
    }

    /// <inheritdoc/>
    public override int Outputs => _pixels * _factors.Length;

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        for (var at = 0; at < Outputs; at += _factors.Length)
            TensorPrimitives.MultiplyAdd(input.Slice(at, _factors.Length), _factors, _shifts, output.Slice(at, _factors.Length));
    }
}
