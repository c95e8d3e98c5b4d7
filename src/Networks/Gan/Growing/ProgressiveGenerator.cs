using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>
/// Pictures that grow (Karras et al., arXiv:1710.10196): convolutions whose weights learn equally fast, channels normalized pixel by
/// pixel in the generator, and a discriminator that is told how much the pictures of a batch differ.
/// </summary>
[SavedAs("progressive")]
public sealed record ProgressiveGenerator : FadingGenerator
{
    /// <inheritdoc/>
    internal override Module<Tensor, Tensor, Tensor> Create(GeneratorArchitecture architecture) =>
        new ProgressiveGeneratorNetwork(architecture);

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor, Tensor> Create(DiscriminatorArchitecture architecture) =>
        new GrowingDiscriminator(architecture);
}
