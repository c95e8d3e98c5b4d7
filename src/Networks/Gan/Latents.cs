using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Draws the noise that generators make rows from.</summary>
internal static class Latents
{
    /// <summary>Draws the noise of rows.</summary>
    /// <param name="architecture">How much noise, and of which distribution.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="generator">Source of chance; null takes torch's own.</param>
    /// <param name="device">Where the tensor lives; null for the processor.</param>
    /// <returns>(rows, <see cref="GeneratorArchitecture.LatentSize"/>), float32.</returns>
    public static Tensor Draw(GeneratorArchitecture architecture, long rows, Generator? generator = null, Device? device = null)
    {
        var size = architecture.LatentSize;
        return architecture.Latent == LatentDistribution.Uniform
            ? rand(rows, size, device: device, generator: generator).mul_(Numbers.Kept(2)).sub_(Numbers.One)
            : randn(rows, size, device: device, generator: generator);
    }
}
