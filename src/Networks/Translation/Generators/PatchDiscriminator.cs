using DeepML.Networks;

namespace DeepML;

/// <summary>
/// Judges squares of a picture, beside what it was made of, by themselves: true or made (Isola et al., arXiv:1611.07004). It serves the
/// training alone.
/// </summary>
public sealed record PatchDiscriminator
{
    /// <summary>Times that the sides are halved before each place is judged: one more doubles the squares.</summary>
    /// <value>In [1, 8]; the default is 2, squares of 18 pixels.</value>
    public int Halvings { get; init; } = 2;

    /// <summary>Channels after the first halving; they double with each further one, up to eight times as many.</summary>
    /// <value>At least 1; the default is 32.</value>
    public int Filters { get; init; } = 32;

    /// <summary>How channels are brought to like size, but for the first.</summary>
    /// <value>The default is <see cref="ImageNormalization.Instance"/>.</value>
    public ImageNormalization Normalization { get; init; } = ImageNormalization.Instance;

    internal void Validate(PartFaults faults)
    {
        faults.InRange(Halvings, 1, 8, nameof(Halvings));
        faults.AtLeast(Filters, 1, nameof(Filters));
        faults.Defined(Normalization, nameof(Normalization));
    }
}
