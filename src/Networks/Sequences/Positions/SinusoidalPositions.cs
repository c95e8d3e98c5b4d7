using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Sines and cosines of the place at wavelengths from 2π to 10,000·2π are added to each step: PE(t, 2i) = sin(t / 10000^(2i/width)),
/// PE(t, 2i + 1) = cos of the same (Vaswani et al., arXiv:1706.03762). No weights, and no longest sequence.
/// </summary>
[SavedAs("sinusoidal")]
public sealed record SinusoidalPositions : PositionEncoding
{
    internal const double LongestWave = 10_000;

    internal override StepPlaces CreateAdded(int width) => new Waves(width);

    private sealed class Waves : StepPlaces
    {
        private readonly int _width;

        public Waves(int width)
        {
            _width = width;
            RegisterComponents();
        }

        public override Tensor At(long start, long count, Device device)
        {
            var angles = Angles(start, count, _width, LongestWave, device); // (count, ⌈width/2⌉)
            return stack([angles.sin(), angles.cos()], 2).flatten(1).narrow(1, 0, _width); // (count, width): of odd widths without the last
        }
    }

    /// <summary>t · base^(-2i/width) for places t and pairs i.</summary>
    /// <returns>(count, ⌈width/2⌉).</returns>
    internal static Tensor Angles(long start, long count, int width, double wave, Device device)
    {
        var pairs = Ranges.Below((width + 1) / 2, device, ScalarType.Float32).Times(-2.0 * Math.Log(wave) / width).exp();
        return Ranges.Between(start, start + count, device, ScalarType.Float32).unsqueeze(1) * pairs;
    }
}
