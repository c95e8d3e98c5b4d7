using DeepML.Networks;

namespace DeepML;

/// <summary>
/// Pictures that grow while their players learn: first small ones, then doubled ones, whose new layers fade in. Training first keeps a
/// size, then fades the next one in, and so on, in stretches of equal length (Karras et al., arXiv:1710.10196, section 2).
/// </summary>
public abstract record FadingGenerator : GrowingGenerator
{
    private protected FadingGenerator()
    {
    }

    /// <summary>Share of the training after which pictures have their full size.</summary>
    /// <value>In [0, 1); the default is 0.5. 0 learns pictures of full size from the beginning.</value>
    public double GrowingShare { get; init; } = 0.5;

    /// <inheritdoc/>
    internal override Growth GrowthAt(double progress, int halvings)
    {
        if (progress >= GrowingShare)
            return Growth.Whole(halvings);
        var stretches = progress / GrowingShare * 2 * halvings; // that are over: of each size one as it is, and one that fades
        var doublings = Math.Floor(stretches / 2);
        return Growth.Of(doublings + Math.Max(0, stretches - (2 * doublings) - 1));
    }

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        base.Validate(faults);
        faults.InHalfOpenRange(GrowingShare, 0, 1, nameof(GrowingShare));
    }
}
