namespace DeepML.Networks;

/// <summary>How far pictures have grown.</summary>
/// <param name="Thousandths">Doublings since the smallest size, in thousandths; a part of one tells how far it has faded in.</param>
internal readonly record struct Growth(long Thousandths) : IComparable<Growth>
{
    private const int Unit = 1000;

    /// <summary>Doublings that are whole.</summary>
    public int Doublings => (int)(Thousandths / Unit);

    /// <summary>How far the next doubling has faded in, in [0, 1).</summary>
    public double Share => Thousandths % Unit / (double)Unit;

    /// <summary>Doublings of which there is anything to see.</summary>
    public int Visible => Doublings + (Share > 0 ? 1 : 0);

    /// <summary>Some doublings, and nothing of the next one.</summary>
    public static Growth Whole(int doublings) => new((long)doublings * Unit);

    /// <summary>Some doublings and a part of the next one.</summary>
    public static Growth Of(double doublings) => new((long)Math.Round(doublings * Unit));

    /// <inheritdoc/>
    public int CompareTo(Growth other) => Thousandths.CompareTo(other.Thousandths);
}
