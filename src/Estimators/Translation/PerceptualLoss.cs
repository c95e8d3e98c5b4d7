using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Adds to the loss how far pictures are apart as a fitted network sees them: the mean squared difference of what its layers give (Johnson
/// et al., arXiv:1603.08155). The usual network is a VGG with published weights, fitted by <see cref="ConvolutionalNetworkOptions.Layers"/>
/// and <see cref="ConvolutionalNetworkOptions.Transfer"/>; one that tells the pictures at hand apart serves small ones better.
/// </summary>
/// <param name="Network">The network; it stays the caller's, and its weights stay as they are.</param>
public sealed record PerceptualLoss(ConvolutionalNetworkTransformer Network)
{
    /// <summary>Names of the layers that are compared (<see cref="ConvolutionalNetworkTransformer.LayerNames"/>).</summary>
    /// <value>At least one; null (the default) takes the last whose output is a picture.</value>
    public IReadOnlyList<string>? Layers { get; init; }

    /// <summary>Weight of the distance beside the pixels' difference.</summary>
    /// <value>Above 0; the default is 0.1.</value>
    public double Weight { get; init; } = 0.1;

    internal void Validate(OptionFaults faults, string name)
    {
        faults.Above(Weight, 0, $"{name}.{nameof(Weight)}");
        if (!faults.Given(Network, $"{name}.{nameof(Network)}"))
            return;
        if (Layers is { Count: 0 })
            faults.Add($"{name}.{nameof(Layers)}", "an empty list", "a list of at least one, or null");
        foreach (var layer in Layers?.Where(layer => !Network.LayerNames.Contains(layer)) ?? [])
            faults.Add($"{name}.{nameof(Layers)}", $"\"{layer}\"", $"one of {string.Join(", ", Network.LayerNames)}");
    }

    // Of the layers that are compared.
    private IReadOnlyList<int> Places => Layers is not null
        ? [.. Layers.Select(Network.Plan.IndexOf)]
        : [Math.Max(0, Network.Plan.Layers.ToList().FindLastIndex(layer => !layer.Output.IsFlat))];

    /// <summary>What compares pictures: a copy of the network, for the time of a fit.</summary>
    /// <param name="fit">The fit, which owns it.</param>
    /// <param name="channels">Of the pictures that are compared.</param>
    /// <param name="height">Their rows of pixels.</param>
    /// <param name="width">Their pixels per row.</param>
    /// <exception cref="ArgumentException">They have another size, or channels that cannot be made the network's.</exception>
    internal PerceptualFeatures Features(FitSession fit, int channels, int height, int width)
    {
        Check(channels, height, width);
        var network = fit.PlaceForNow(Network.CopyNetwork()).Network;
        network.eval();
        foreach (var weight in network.parameters())
            weight.requires_grad_(false);
        return new PerceptualFeatures(network, Places, Network.Format.Channels);
    }

    private void Check(int channels, int height, int width)
    {
        var seen = Network.Format;
        if ((height, width) != (seen.Height, seen.Width))
            throw new ArgumentException(
                $"Perceptual.Network reads pictures of {seen.Width}x{seen.Height} pixels; those that are learned have {width}x{height}. "
                + "Fit one to pictures of that size (of CropSize, where squares are cut out).");
        if (channels != seen.Channels && channels != 1 && seen.Channels != 1)
            throw new ArgumentException(
                $"Perceptual.Network reads {seen.Channels} channels; pictures of {channels} cannot be made such.");
    }

    /// <summary>A hash of the weights, and the layers: what checkpoints compare.</summary>
    internal string Describe()
    {
        var hash = new ContentHash();
        foreach (var (name, weight) in Network.NamedWeights.OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            hash.Add<char>(name);
            hash.Add(weight);
        }
        return $"{hash}: {string.Join(", ", Places)}";
    }
}
