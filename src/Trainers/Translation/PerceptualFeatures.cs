using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The distance of pictures as a fitted network sees them (Johnson et al., arXiv:1603.08155, eq. 2).</summary>
/// <param name="network">The network; stays the caller's, and its weights stay as they are.</param>
/// <param name="layers">Places of the layers whose outputs are compared.</param>
/// <param name="channels">Channels that it reads.</param>
internal sealed class PerceptualFeatures(ConvolutionalNetwork network, IReadOnlyList<int> layers, int channels)
{
    /// <summary>The mean squared difference of each layer's output, summed over layers.</summary>
    /// <param name="made">(batch, channels, height, width), with a graph.</param>
    /// <param name="target">The same shape.</param>
    /// <returns>0-d, with a graph to <paramref name="made"/>.</returns>
    public Tensor Distance(Tensor made, Tensor target)
    {
        var (seenMade, seenTarget) = (ImageResampling.WithChannels(made, channels), ImageResampling.WithChannels(target, channels));
        Tensor? sum = null;
        foreach (var layer in layers)
        {
            Tensor wanted;
            using (no_grad())
                wanted = network.OutputOf(seenTarget, layer);
            var difference = (network.OutputOf(seenMade, layer) - wanted).Squared().mean();
            sum = sum is null ? difference : sum.Plus(difference);
        }
        return sum!;
    }
}
