using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>
/// Draws pictures in styles: mixed, or nearer to the mean one (Karras et al., arXiv:1812.04948, section 3.1 and appendix B).
/// </summary>
/// <param name="network">The generator, in scoring mode.</param>
/// <param name="description">How much noise there is, and how far styles may lie from the mean.</param>
/// <param name="device">Where the generator lives.</param>
internal sealed class StyleSampling(StyleGeneratorNetwork network, GanDescription description, Device device)
{
    private const int RowsOfMean = 4096;

    private readonly Lazy<float[]> _means = new(() => MeansOf(network, description.Architecture, device)); // (conditions, latent)

    /// <summary>Layers that have a style.</summary>
    public int Layers => network.StyleLayers;

    /// <summary>Rows before their last function.</summary>
    /// <param name="noise">(rows, latent).</param>
    /// <param name="condition">(rows, condition).</param>
    /// <param name="random">Draws the noise of the layers; null takes the saved one.</param>
    /// <returns>(rows, row).</returns>
    public Tensor Draw(Tensor noise, Tensor condition, Generator? random)
    {
        var style = StyleOf(noise, condition);
        return network.Paint(_ => style, random);
    }

    /// <summary>Rows in one style before a layer and in another from there on.</summary>
    /// <param name="first">(rows, latent): noise of the style before the layer.</param>
    /// <param name="second">(rows, latent): noise of the other.</param>
    /// <param name="condition">(rows, condition).</param>
    /// <param name="from">The layer, counted from 0.</param>
    /// <returns>(rows, row), before their last function.</returns>
    public Tensor Mix(Tensor first, Tensor second, Tensor condition, int from)
    {
        var (before, behind) = (StyleOf(first, condition), StyleOf(second, condition));
        return network.Paint(layer => layer < from ? before : behind, random: null);
    }

    private Tensor StyleOf(Tensor noise, Tensor condition)
    {
        var style = network.Style(noise, condition); // (rows, latent)
        if (description.Truncation == 1)
            return style;
        var size = style.size(1);
        var means = tensor(_means.Value, [_means.Value.Length / size, size]).to(device);
        return GrowingPictures.Faded(condition.size(1) == 0 ? means : condition.mm(means), style, description.Truncation);
    }

    /// <summary>The mean style of each class by itself: the mean of all classes would be a style of none.</summary>
    /// <returns>(classes, or 1 where there are none, latent), row by row.</returns>
    public static float[] MeansOf(StyleGeneratorNetwork network, GeneratorArchitecture architecture, Device device)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var random = new Generator(1);
        var noise = Latents.Draw(architecture, RowsOfMean, random).to(device); // (draws, latent)
        var conditions = architecture.ConditionSize == 0 ? zeros(1, 0) : eye(architecture.ConditionSize); // (classes, condition)
        var means = Enumerable.Range(0, (int)conditions.size(0)).Select(row => network.Style(
            noise, conditions.narrow(0, row, 1).to(device).expand(RowsOfMean, architecture.ConditionSize)).mean([0L]));
        return stack([.. means]).cpu().ReadAll<float>();
    }
}
