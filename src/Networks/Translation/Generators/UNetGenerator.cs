using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>
/// Halves the sides step by step and doubles them again, with what was seen at each size joined in on the way back (Ronneberger et al.,
/// arXiv:1505.04597).
/// </summary>
[SavedAs("u-net")]
public sealed record UNetGenerator : ImageGenerator
{
    private const int MostDoublings = 3;

    /// <summary>Times that the sides are halved.</summary>
    /// <value>In [1, 16]; the default is 2. Sides of pictures must be multiples of 2 to this power, or are padded.</value>
    public int Depth { get; init; } = 2;

    /// <summary>Channels at full size; they double with each halving, up to eight times as many.</summary>
    /// <value>At least 1; the default is 16.</value>
    public int Filters { get; init; } = 16;

    /// <summary>Whether what was seen at each size is joined in on the way back.</summary>
    /// <value>The default is true.</value>
    public bool Skips { get; init; } = true;

    /// <summary>Share of the deepest features that are dropped while training (Isola et al., arXiv:1611.07004: their only noise).</summary>
    /// <value>In [0, 1); the default is 0.</value>
    public double Dropout { get; init; }

    /// <summary>How channels are brought to like size.</summary>
    /// <value>The default is <see cref="ImageNormalization.None"/>, as in the paper; few small pictures are learned faster so.</value>
    public ImageNormalization Normalization { get; init; }

    /// <summary>How the sides are doubled.</summary>
    /// <value>The default is <see cref="ImageUpsampling.SubPixel"/>.</value>
    public ImageUpsampling Upsampling { get; init; }

    /// <summary>
    /// Whether the mean of the deepest features over the picture is joined to each of them (Iizuka et al., SIGGRAPH 2016), so that every
    /// pixel knows what the picture shows. Large pictures then cannot be cut into tiles.
    /// </summary>
    /// <value>The default is false.</value>
    public bool GlobalFeatures { get; init; }

    /// <inheritdoc/>
    internal override int Multiple => 1 << Depth;

    /// <inheritdoc/>
    internal override bool Enlarges => false;

    /// <inheritdoc/>
    internal override bool SeesWholePicture => GlobalFeatures || Normalization == ImageNormalization.Instance;

    // Two convolutions and a pooling on each level down, an upsampling and two convolutions up, two at the bottom: each reaches as many
    // pixels as lie between two of its level.
    /// <inheritdoc/>
    internal override int Reach => (6 * (Multiple - 1)) + (3 * Multiple);

    /// <summary>Channels on a level, from 0 at full size.</summary>
    internal int FiltersAt(int level) => Filters << Math.Min(level, MostDoublings);

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        faults.InRange(Depth, 1, MostHalvings, nameof(Depth));
        faults.AtLeast(Filters, 1, nameof(Filters));
        faults.InHalfOpenRange(Dropout, 0, 1, nameof(Dropout));
        faults.Defined(Normalization, nameof(Normalization));
        faults.Defined(Upsampling, nameof(Upsampling));
    }

    /// <inheritdoc/>
    internal override double WorkPerPixel(int from, int to, int scale)
    {
        const double kernel = 9;
        var (work, places, channels) = ((double)FiltersAt(0) * to, 1.0, (double)from);
        for (var level = 0; level <= Depth; level++, places /= 4)
        {
            double filters = FiltersAt(level);
            work += places * kernel * filters * (channels + filters);
            if (level < Depth) // back from below: enlarged, joined, two convolutions
                work += places * kernel * filters * (FiltersAt(level + 1) + ((Skips ? 2 : 1) * filters) + filters);
            channels = filters;
        }
        return work;
    }

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(int from, int to, int scale) => new UNetModule(this, from, to);
}
