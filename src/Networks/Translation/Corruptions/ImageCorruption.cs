using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>What spoils whole pictures, drawn anew for each picture of each training batch, so that a network learns to undo it.</summary>
public abstract record ImageCorruption
{
    private protected ImageCorruption()
    {
    }

    /// <summary>Share of the pictures that are spoiled so.</summary>
    /// <value>Above 0, up to 1; the default is 1.</value>
    public double Share { get; init; } = 1;

    /// <summary>Spoils the share of the pictures that is to be. Called inside a dispose scope.</summary>
    /// <param name="pictures">(batch, channels, height, width); left as they are.</param>
    /// <param name="random">Whence chance comes; null for torch's default generator.</param>
    /// <returns>
    /// Spoiled pictures, and where a mark lies, (batch, 1, height, width), bool; null where it lies nowhere or everywhere.
    /// </returns>
    internal (Tensor Pictures, Tensor? Mark) Spoil(Tensor pictures, Generator? random)
    {
        var (spoiled, mark) = Apply(pictures, random);
        if (Share == 1)
            return (spoiled, mark);
        var chosen = Drawing.Uniform(pictures, random).lt(Numbers.Kept(Share)).view(-1, 1, 1, 1);
        return (where(chosen, spoiled, pictures), mark?.logical_and(chosen));
    }

    /// <summary>Spoils all pictures.</summary>
    private protected abstract (Tensor Pictures, Tensor? Mark) Apply(Tensor pictures, Generator? random);

    /// <summary>Says what is wrong with its own numbers.</summary>
    internal virtual void Validate(PartFaults faults) => faults.AboveUpTo(Share, 0, 1, nameof(Share));

    /// <summary>Notes a range whose ends are outside of another, or change places.</summary>
    private protected static void Range(
        PartFaults faults, double smallest, string smallestName, double largest, string largestName, double atLeast, double atMost)
    {
        faults.InRange(smallest, atLeast, atMost, smallestName);
        faults.InRange(largest, atLeast, atMost, largestName);
        if (smallest > largest)
            faults.Add(smallestName, smallest, FormattableString.Invariant($"at most {largestName}, {largest}"));
    }
}
