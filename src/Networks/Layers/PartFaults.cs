using System.Numerics;

namespace DeepML.Networks;

/// <summary>Checks the own numbers of a part of some options and passes faults on with the part's place in front of their names.</summary>
/// <param name="place">How errors call the part: "Layers[2] (convolution)", "Distribution".</param>
/// <param name="add">Receives name, value and what the value must be.</param>
internal sealed class PartFaults(string place, Action<string, object?, string> add)
{
    /// <summary>Notes a fault.</summary>
    public void Add(string name, object? value, string requirement) => add($"{place}.{name}", value, requirement);

    /// <summary>
    /// Requires a whole number that says how many of something a network or a training has: at most as many as one has of anything.
    /// </summary>
    public void AtLeast(int value, int atLeast, string name) => AtLeast(value, atLeast, name, NumberLimits.MostUnits);

    /// <summary>Requires a whole number that says how many of something a network has.</summary>
    /// <param name="value">The number.</param>
    /// <param name="atLeast">The smallest.</param>
    /// <param name="name">The option.</param>
    /// <param name="atMost">The largest.</param>
    public void AtLeast(int value, int atLeast, string name, int atMost)
    {
        if (value < atLeast)
            Add(name, value, $"at least {atLeast}");
        else if (value > atMost)
            Add(name, value, $"at most {atMost}");
    }

    /// <summary>Requires a number within a range, both ends included.</summary>
    public void InRange<T>(T value, T atLeast, T atMost, string name)
        where T : INumber<T>
    {
        if (!(value >= atLeast && value <= atMost))
            Add(name, value, FormattableString.Invariant($"in [{atLeast}, {atMost}]"));
    }

    /// <summary>Notes a value below a limit, infinite or NaN.</summary>
    public void AtLeast(double value, double limit, string name)
    {
        if (!(value >= limit && double.IsFinite(value)))
            Add(name, value, FormattableString.Invariant($"at least {limit}"));
        else
            Fits(value, name);
    }

    /// <summary>Notes a value that is not above a limit, infinite or NaN.</summary>
    public void Above(double value, double limit, string name)
    {
        if (!(value > limit && double.IsFinite(value)))
            Add(name, value, FormattableString.Invariant($"above {limit}"));
        else
            Fits(value, name);
    }

    /// <summary>Notes a value outside [atLeast, below).</summary>
    public void InHalfOpenRange(double value, double atLeast, double below, string name)
    {
        if (!(value >= atLeast && value < below))
            Add(name, value, FormattableString.Invariant($"in [{atLeast}, {below})"));
        else
            Fits(value, name);
    }

    /// <summary>Notes a value outside (above, upTo].</summary>
    public void AboveUpTo(double value, double above, double upTo, string name)
    {
        if (!(value > above && value <= upTo))
            Add(name, value, FormattableString.Invariant($"in ({above}, {upTo}]"));
        else
            Fits(value, name);
    }

    /// <summary>Notes a value that is not a member of its enumeration.</summary>
    public void Defined<T>(T value, string name)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            Add(name, value, $"one of {string.Join(", ", Enum.GetNames<T>())}");
    }

    private void Fits(double value, string name)
    {
        if (!NumberLimits.Fits(value))
            Add(name, value, NumberLimits.Requirement);
    }
}
