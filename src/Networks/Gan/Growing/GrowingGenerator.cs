using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>
/// Players of a generative adversarial network that make pictures from the coarse to the fine: <see cref="ProgressiveGenerator"/>,
/// <see cref="StyleGenerator"/> or <see cref="LaplacianPyramidGenerator"/>. Both sides of a picture are halved as often as they are even
/// and above 4 (28 → 14 → 7), at least once; they are doubled again on the way from the noise to the picture.
/// </summary>
public abstract record GrowingGenerator
{
    private protected GrowingGenerator()
    {
    }

    /// <summary>Channels of the layers at full size; those at half the size have twice as many, and so on.</summary>
    /// <value>At least 1; the default is 16.</value>
    public int Filters { get; init; } = 16;

    /// <summary>What a row is before it leaves the model.</summary>
    internal virtual RowBlockKind Ending => RowBlockKind.Bounded;

    /// <summary>Fewest numbers of noise that it can do with.</summary>
    /// <param name="halvings">How often the sides are halved.</param>
    internal virtual int FewestLatents(int halvings) => 1;

    /// <summary>How far pictures have grown.</summary>
    /// <param name="progress">Share of the training that is over, in [0, 1].</param>
    /// <param name="halvings">How often the sides are halved: the number of doublings there are to be.</param>
    internal virtual Growth GrowthAt(double progress, int halvings) => Growth.Whole(halvings);

    /// <summary>The player that makes pictures, with fresh weights.</summary>
    /// <returns>Noise (batch, latent) and condition (batch, condition) → (batch, row).</returns>
    internal abstract Module<Tensor, Tensor, Tensor> Create(GeneratorArchitecture architecture);

    /// <summary>The player that tells them from real ones, with fresh weights.</summary>
    /// <returns>Rows as the generator shows them and condition (batch, condition) → (decisions, 1 or a column for each level).</returns>
    internal abstract Module<Tensor, Tensor, Tensor> Create(DiscriminatorArchitecture architecture);

    /// <summary>Says what is wrong with its own numbers.</summary>
    internal virtual void Validate(PartFaults faults) => faults.AtLeast(Filters, 1, nameof(Filters));
}
