using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Each picture is blurred by a Gaussian of its own; pixels outside are those of its edge.</summary>
[SavedAs("blur")]
public sealed record BlurCorruption : ImageCorruption
{
    private const double MostPixels = 42; // as KernelFilter.Gaussian

    /// <summary>Least standard deviation.</summary>
    /// <value>Pixels in (0, 42], at most <see cref="LargestDeviation"/>; the default is 0.5.</value>
    public double SmallestDeviation { get; init; } = 0.5;

    /// <summary>Largest standard deviation.</summary>
    /// <value>Pixels in (0, 42]; the default is 1.5.</value>
    public double LargestDeviation { get; init; } = 1.5;

    /// <inheritdoc/>
    private protected override (Tensor Pictures, Tensor? Mark) Apply(Tensor pictures, Generator? random)
    {
        var (batch, channels, height, width) = (pictures.size(0), pictures.size(1), pictures.size(2), pictures.size(3));
        var reach = (long)Math.Ceiling(3 * LargestDeviation);
        var deviation = Drawing.Between(pictures, SmallestDeviation, LargestDeviation, random).unsqueeze(1); // (batch, 1)
        var places = Ranges.Between(-reach, reach + 1, pictures.device, ScalarType.Float32).unsqueeze(0);
        var weights = (places / deviation).Squared().Times(-0.5).exp(); // (batch, 2 · reach + 1)
        weights = (weights / weights.sum(1, keepdim: true)).repeat_interleave(channels, 0);
        // Each plane of each picture is a channel with a kernel of its own.
        var planes = nn.functional.pad(
            pictures.reshape(1, batch * channels, height, width), [reach, reach, reach, reach], PaddingModes.Replicate);
        planes = nn.functional.conv2d(planes, weights.view(batch * channels, 1, -1, 1), groups: batch * channels);
        planes = nn.functional.conv2d(planes, weights.view(batch * channels, 1, 1, -1), groups: batch * channels);
        return (planes.reshape(pictures.shape), null);
    }

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        base.Validate(faults);
        Range(
            faults, SmallestDeviation, nameof(SmallestDeviation), LargestDeviation, nameof(LargestDeviation), 1e-3, MostPixels);
    }
}
