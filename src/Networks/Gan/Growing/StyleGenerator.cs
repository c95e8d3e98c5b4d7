using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>
/// Pictures that grow from a learned constant, in a style that the noise is mapped to (Karras et al., arXiv:1812.04948): after each
/// layer the style sets mean and deviation of every channel, AdaIN(x, y) = σ(y)·(x − μ(x))/σ(x) + μ(y), and noise of its own is added to
/// each. The discriminator is that of a <see cref="ProgressiveGenerator"/>.
/// </summary>
[SavedAs("style")]
public sealed record StyleGenerator : FadingGenerator
{
    /// <summary>Dense layers that map noise and class to a style; each is as wide as the noise.</summary>
    /// <value>In [1, 100]; the default is 8.</value>
    public int MappingLayers { get; init; } = 8;

    /// <summary>
    /// Share of the pictures made in training that have two styles, one up to some layer and another from there on: layers then cannot
    /// rely on each other's style, which lets <c>Mix</c> take them apart.
    /// </summary>
    /// <value>In [0, 1]; the default is 0.9.</value>
    public double StyleMixing { get; init; } = 0.9;

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor, Tensor> Create(GeneratorArchitecture architecture) =>
        new StyleGeneratorNetwork(architecture, this);

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor, Tensor> Create(DiscriminatorArchitecture architecture) =>
        new GrowingDiscriminator(architecture);

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        base.Validate(faults);
        faults.InRange(MappingLayers, 1, 100, nameof(MappingLayers));
        faults.InRange(StyleMixing, 0, 1, nameof(StyleMixing));
    }
}
