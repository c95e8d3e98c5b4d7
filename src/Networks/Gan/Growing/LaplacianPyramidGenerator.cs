using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>
/// A small picture by dense layers, then for each doubling a conditional network that adds the details, the band-pass residual h of
/// I = up(l) + h, to what is coarse (Denton et al., arXiv:1506.05751). Each size has two players of its own, which learn independently
/// of the other sizes, all at the same time: in training those of the finer sizes are given the coarse parts of real pictures.
/// </summary>
/// <remarks>
/// The smallest size has the options' <c>GeneratorSizes</c>, <c>DiscriminatorSizes</c> and <c>BatchNormalization</c>. Each size reads
/// noise of its own, so that there must be as many numbers of it as sizes. An objective's decisions have a column for each size.
/// Pixels are cut off at the ends of their range when a picture leaves the model.
/// </remarks>
[SavedAs("laplacian")]
public sealed record LaplacianPyramidGenerator : GrowingGenerator
{
    /// <inheritdoc/>
    internal override RowBlockKind Ending => RowBlockKind.Clipped;

    /// <inheritdoc/>
    internal override int FewestLatents(int halvings) => halvings + 1;

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor, Tensor> Create(GeneratorArchitecture architecture) =>
        new LaplacianGeneratorNetwork(architecture);

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor, Tensor> Create(DiscriminatorArchitecture architecture) =>
        new LaplacianDiscriminator(architecture);
}
