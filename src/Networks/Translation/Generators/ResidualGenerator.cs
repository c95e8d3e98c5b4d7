using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>
/// Residual blocks between strided convolutions and their opposites (Johnson et al., arXiv:1603.08155); without halvings, and with blocks
/// that are not normalized, the network of Lim et al., arXiv:1707.02921, for pictures that are to be larger.
/// </summary>
[SavedAs("residual")]
public sealed record ResidualGenerator : ImageGenerator
{
    private const int LargestPrime = 65_521;

    /// <summary>Residual blocks of two convolutions.</summary>
    /// <value>
    /// In [0, 1000]; the default is 4. Without blocks, halvings and normalization an answer depends on 3 pixels to each side.
    /// </value>
    public int Blocks { get; init; } = 4;

    /// <summary>Channels at full size; they double with each halving.</summary>
    /// <value>At least 1; the default is 32.</value>
    public int Filters { get; init; } = 32;

    /// <summary>Times that the sides are halved before the blocks and doubled behind them.</summary>
    /// <value>In [0, 16]; the default is 0. Sides of pictures must be multiples of 2 to this power, or are padded.</value>
    public int Halvings { get; init; }

    /// <summary>How channels are brought to like size.</summary>
    /// <value>The default is <see cref="ImageNormalization.None"/>.</value>
    public ImageNormalization Normalization { get; init; }

    /// <summary>How sides are made larger.</summary>
    /// <value>The default is <see cref="ImageUpsampling.SubPixel"/>.</value>
    public ImageUpsampling Upsampling { get; init; }

    /// <inheritdoc/>
    internal override int Multiple => 1 << Halvings;

    /// <inheritdoc/>
    internal override bool Enlarges => true;

    /// <inheritdoc/>
    internal override bool SeesWholePicture => Normalization == ImageNormalization.Instance;

    // The entry, a convolution for each halving, two for each block and one behind them, an enlargement for each doubling, those that make
    // the picture larger than it was, and the answer.
    /// <inheritdoc/>
    internal override int Reach => 3 + (((2 * Blocks) + 3) * Multiple) + (4 * Multiple) + 8;

    /// <summary>Channels after some halvings.</summary>
    internal int FiltersAt(int halvings) => checked(Filters * (1 << halvings));

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        faults.InRange(Blocks, 0, 1000, nameof(Blocks));
        faults.AtLeast(Filters, 1, nameof(Filters));
        faults.InRange(Halvings, 0, MostHalvings, nameof(Halvings));
        if (Halvings is >= 0 and <= MostHalvings && (long)Filters << Halvings > NumberLimits.MostUnits)
            faults.Add(nameof(Filters), Filters, $"at most {NumberLimits.MostUnits >> Halvings} with {Halvings} halvings");
        faults.Defined(Normalization, nameof(Normalization));
        faults.Defined(Upsampling, nameof(Upsampling));
    }

    /// <inheritdoc/>
    internal override double WorkPerPixel(int from, int to, int scale)
    {
        const double kernel = 9;
        double filters = Filters;
        var (work, places) = (kernel * filters * from, 1.0);
        for (var halving = 0; halving < Halvings; halving++)
        {
            places /= 4;
            work += places * kernel * 6 * FiltersAt(halving) * (double)FiltersAt(halving); // down with 2, up with 4 times as many
        }
        var inner = (double)FiltersAt(Halvings);
        work += places * kernel * inner * inner * ((2 * Blocks) + 1);
        foreach (var factor in Factors(scale))
            work += (places = Math.Max(places, 1)) * kernel * filters * filters * factor * factor;
        return work + (kernel * filters * to * scale * scale);
    }

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(int from, int to, int scale) => new ResidualGeneratorModule(this, from, to, scale);

    /// <summary>The prime factors of a number, the smallest first: how a picture is made larger step by step.</summary>
    internal static IEnumerable<int> Factors(int number)
    {
        for (var prime = 2; number > 1 && prime <= LargestPrime; prime++)
            for (; number % prime == 0; number /= prime)
                yield return prime;
    }
}
