using System.Globalization;
using System.Numerics;
using DeepML.Networks;

namespace DeepML.Trainers;

/// <summary>Collects every fault of an options record, so that the user reads all of them in one error.</summary>
internal sealed class OptionFaults
{
    private readonly List<string> _faults = [];

    /// <summary>Notes a fault in the house's form: "Name is value; it must be requirement."</summary>
    public void Add(string name, object? value, string requirement) =>
        _faults.Add($"{name} is {Print(value)}; it must be {requirement}.");

    /// <summary>Notes faults that a part of the options tells itself.</summary>
    /// <param name="name">The part.</param>
    /// <param name="told">A sentence each.</param>
    public void Add(string name, IEnumerable<string> told) => _faults.AddRange(told.Select(fault => $"{name}: {fault}"));

    /// <summary>Notes a value outside [atLeast, atMost].</summary>
    public void InRange<T>(T value, T atLeast, T atMost, string name)
        where T : INumber<T>
    {
        if (!(value >= atLeast && value <= atMost))
            Add(name, value, $"in [{Print(atLeast)}, {Print(atMost)}]");
        else
            Fits(value, name);
    }

    /// <summary>Notes a value outside [atLeast, below).</summary>
    public void InHalfOpenRange<T>(T value, T atLeast, T below, string name)
        where T : INumber<T>
    {
        if (!(value >= atLeast && value < below))
            Add(name, value, $"in [{Print(atLeast)}, {Print(below)})");
        else
            Fits(value, name);
    }

    /// <summary>
    /// Requires a whole number that says how many of something a network or a training has: at most as many as one has of anything.
    /// </summary>
    public void AtLeast(int value, int atLeast, string name) => AtLeast(value, atLeast, name, NumberLimits.MostUnits);

    /// <summary>Requires a whole number that says how many of something a network or a training has.</summary>
    /// <param name="value">The number.</param>
    /// <param name="atLeast">The smallest.</param>
    /// <param name="name">The option.</param>
    /// <param name="atMost">The largest.</param>
    public void AtLeast(int value, int atLeast, string name, int atMost)
    {
        if (value < atLeast)
            Add(name, value, $"at least {Print(atLeast)}");
        else if (value > atMost)
            Add(name, value, $"at most {Print(atMost)}");
    }

    /// <summary>Notes a value below a limit, infinite or NaN.</summary>
    public void AtLeast<T>(T value, T atLeast, string name)
        where T : INumber<T>
    {
        if (!(value >= atLeast && T.IsFinite(value)))
            Add(name, value, $"at least {Print(atLeast)}");
        else
            Fits(value, name);
    }

    /// <summary>Notes a value that is infinite or NaN.</summary>
    public void Finite(double value, string name)
    {
        if (!double.IsFinite(value))
            Add(name, value, "a finite number");
        else
            Fits(value, name);
    }

    /// <summary>Notes a value that is not above a limit, infinite or NaN.</summary>
    public void Above<T>(T value, T limit, string name)
        where T : INumber<T>
    {
        if (!(value > limit && T.IsFinite(value)))
            Add(name, value, $"above {Print(limit)}");
        else
            Fits(value, name);
    }

    /// <summary>Notes a value outside (above, upTo].</summary>
    public void AboveUpTo<T>(T value, T above, T upTo, string name)
        where T : INumber<T>
    {
        if (!(value > above && value <= upTo))
            Add(name, value, $"in ({Print(above)}, {Print(upTo)}]");
        else
            Fits(value, name);
    }

    /// <summary>Notes a missing part of the options.</summary>
    /// <returns>Whether it is there.</returns>
    public bool Given(object? value, string name)
    {
        if (value is null)
            Add(name, null, "given");
        return value is not null;
    }

    /// <summary>Notes a value that is not a member of its enumeration.</summary>
    public void Defined<T>(T value, string name)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            Add(name, value, $"one of {string.Join(", ", Enum.GetNames<T>())}");
    }

    /// <summary>Notes a missing list of layer widths, and every width below 1.</summary>
    public void Sizes(IReadOnlyList<int>? sizes, string name)
    {
        if (sizes is null)
            Add(name, null, "a list, possibly empty");
        for (var i = 0; i < (sizes?.Count ?? 0); i++)
            AtLeast(sizes![i], 1, $"{name}[{i}]");
    }

    /// <summary>Notes missing training options and every fault in them.</summary>
    /// <param name="options">The options.</param>
    /// <param name="name">How errors call them.</param>
    /// <param name="labels">Whether the architecture learns from labels; if not, options that act on labels are faults.</param>
    /// <param name="whyFloat32">What keeps the architecture from learning in bfloat16: "a network that …"; null if nothing does.</param>
    public void Training(TrainingOptions? options, string name = "Training", bool labels = true, string? whyFloat32 = null)
    {
        if (Given(options, name))
            options!.Validate(this, name, labels, whyFloat32);
    }

    /// <summary>Throws one error that lists every fault noted.</summary>
    /// <exception cref="ArgumentException">At least one fault was noted.</exception>
    public void ThrowIfAny(string parameterName)
    {
        if (_faults.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, _faults), parameterName);
    }

    // Beyond these the arithmetic of torch ends in errors of its own, in infinities, or in loops without end.
    private void Fits<T>(T value, string name)
        where T : INumber<T>
    {
        if (value is double or float && !NumberLimits.Fits(double.CreateSaturating(value)))
            Add(name, value, NumberLimits.Requirement);
    }

    private static string Print(object? value) => value switch
    {
        null => "null",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
