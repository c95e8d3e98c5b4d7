using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// Weights for a linear autoencoder to begin with: the principal components of the rows, in which its training would end (Baldi and Hornik,
/// Neural Networks 2, 1989), so that a code of few numbers is no worse than theirs and its numbers are uncorrelated at first.
/// </summary>
internal static class PrincipalStart
{
    private const int Widest = 512; // the time of a decomposition grows with the cube of the width
    private const int MostNumbers = 4_000_000;
    private const int FewestRows = 1024;
    private const int MostRows = 20_000;

    /// <summary>Whether the network is linear, and learns nothing but to reconstruct its rows.</summary>
    /// <param name="options">What the user set.</param>
    /// <param name="architecture">What became of it.</param>
    public static bool Suits(AutoencoderOptions options, AutoencoderArchitecture architecture) =>
        options is
        {
            Convolution: null, TargetColumnName: null, Corruption: null, Sparsity: null, Variational: null, Pretraining: null,
            Transfer: null, ContractionWeight: 0
        }
        && architecture is { HiddenSizes.Length: 0, DecoderSizes: null or { Length: 0 }, InputSize: <= Widest }
        && architecture is { CodeActivation: Activation.Identity, OutputActivation: Activation.Identity }
        && architecture.CodeSize < architecture.InputSize;

    /// <summary>Sets the weights.</summary>
    /// <param name="network">The network, with fresh weights, its scaling and fill set.</param>
    /// <param name="rows">The training rows, of which the first (20,000, or as many as make four million numbers) are looked at.</param>
    /// <returns>What was done, for the history.</returns>
    public static AutomaticChoice Set(AutoencoderNetwork network, IBatchSource rows)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var (width, size) = (network.Architecture.InputSize, network.Architecture.CodeSize);
        using var batch = rows.Epoch(Math.Clamp(MostNumbers / width, FewestRows, MostRows), shuffleSeed: null).First();
        var encoder = network.EncoderLayers[0];
        var device = encoder.weight!.device;
        var scaled = network.Scaled(network.Filled(batch.Features.flatten(1).to(device))).to(ScalarType.Float64); // (row, number)
        var mean = scaled.mean([0L]); // (number)
        var centred = scaled - mean;
        var (_, vectors) = linalg.eigh(centred.t().mm(centred)); // ascending
        var components = vectors.narrow(1, width - size, size).flip(1).t(); // (code, number), the largest first
        encoder.weight.copy_(components);
        encoder.bias!.copy_(components.mv(mean).neg());
        if (network.Architecture.TiedWeights)
        {
            network.TiedBiases[0].copy_(mean);
        }
        else
        {
            network.DecoderLayers[0].weight!.copy_(components.t());
            network.DecoderLayers[0].bias!.copy_(mean);
        }
        return new AutomaticChoice(
            "first weights", "principal components",
            FormattableString.Invariant($"a linear network, {size} of {width} numbers, {batch.Rows} rows"));
    }
}
