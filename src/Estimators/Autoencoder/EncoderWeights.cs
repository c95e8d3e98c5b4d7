using DeepML.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>The layers of a trained encoder as plain numbers, to start a supervised network from: pretrain, then fine-tune.</summary>
internal sealed class EncoderWeights
{
    private readonly (float[] Weight, float[] Bias)[] _layers;

    /// <exception cref="ArgumentException">The encoder begins with convolutions.</exception>
    public EncoderWeights(AutoencoderNetwork network)
    {
        var a = network.Architecture;
        if (a.Convolution is not null)
            throw new ArgumentException(
                "This autoencoder begins with convolutions, which a multilayer perceptron does not have.", nameof(network));
        Scales = network.Scaling?.Scales;
        Sizes = [a.InputSize, .. a.HiddenSizes, a.CodeSize];
        using var scope = NewDisposeScope();
        // Of a variational code the first rows are the means, the rest log-variances.
        _layers = [.. network.EncoderLayers.Select((layer, i) => (
            layer.weight!.narrow(0, 0, Sizes[i + 1]).ReadAll<float>(), layer.bias!.narrow(0, 0, Sizes[i + 1]).ReadAll<float>()))];
    }

    /// <summary>Widths of input, hidden layers and code.</summary>
    public int[] Sizes { get; }

    /// <summary>How the encoder scales its inputs; null for not at all.</summary>
    public ColumnScales? Scales { get; }

    /// <summary>Copies the layers into the first ones of a network.</summary>
    /// <param name="layers">Its linear layers, from the input inwards.</param>
    /// <exception cref="ArgumentException">Their widths differ.</exception>
    public void CopyInto(IReadOnlyList<Linear> layers)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        long[] widths = [layers[0].weight!.size(1), .. layers.Select(layer => layer.weight!.size(0))];
        if (widths.Length <= Sizes.Length || !Sizes.Select(size => (long)size).SequenceEqual(widths.Take(Sizes.Length)))
            throw new ArgumentException(
                $"The encoder's layers have the widths {string.Join("-", Sizes)}, the network's {string.Join("-", widths)}; the network "
                    + "must begin with the encoder's. "
                + "Call InitializeFrom last, and give both the same column.");
        for (var i = 0; i < _layers.Length; i++)
        {
            layers[i].weight!.copy_(tensor(_layers[i].Weight, [Sizes[i + 1], Sizes[i]]));
            layers[i].bias!.copy_(tensor(_layers[i].Bias));
        }
    }
}
