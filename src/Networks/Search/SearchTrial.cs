using System.Globalization;
using DeepML.Networks;

namespace DeepML;

/// <summary>One trial of a <c>HyperparameterSearch</c>: the values it is made of, and what came of it.</summary>
public sealed record SearchTrial
{
    internal SearchTrial(int id, IReadOnlyDictionary<string, object> values) => (Id, Values) = (id, values);

    /// <summary>Its number, from 1.</summary>
    public int Id { get; }

    /// <summary>The value of each dimension: a <see cref="double"/>, an <see cref="int"/> or a <see cref="string"/>.</summary>
    public IReadOnlyDictionary<string, object> Values { get; }

    /// <summary>How it ended.</summary>
    public SearchOutcome Outcome { get; internal init; }

    /// <summary>What was measured on the validation rows of the search; null where it failed.</summary>
    public double? Metric { get; internal init; }

    /// <summary>Why it was stopped early or failed; null otherwise.</summary>
    public string? Message { get; internal init; }

    /// <summary>Epochs of all trainings that got the search's options.</summary>
    public int Epochs { get; internal init; }

    /// <summary>Time of fitting and measuring.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>Its losses where trials are compared early.</summary>
    internal IReadOnlyList<RungLoss> Losses { get; init; } = [];

    /// <summary>The value of a <see cref="NumberDimension"/>.</summary>
    /// <param name="name">The dimension.</param>
    /// <exception cref="ArgumentException">There is none of this name, or it is of another kind.</exception>
    public double Number(string name) => Get<double>(name, nameof(NumberDimension));

    /// <summary>The value of a <see cref="WholeDimension"/>.</summary>
    /// <param name="name">The dimension.</param>
    /// <exception cref="ArgumentException">There is none of this name, or it is of another kind.</exception>
    public int Whole(string name) => Get<int>(name, nameof(WholeDimension));

    /// <summary>The value of a <see cref="ChoiceDimension"/>.</summary>
    /// <param name="name">The dimension.</param>
    /// <exception cref="ArgumentException">There is none of this name, or it is of another kind.</exception>
    public string Choice(string name) => Get<string>(name, nameof(ChoiceDimension));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"trial {Id} ({Told(", ")}): ")
        + Outcome switch
        {
            SearchOutcome.Planned => "planned",
            SearchOutcome.Failed => $"failed: {Message}",
            SearchOutcome.StoppedEarly => string.Create(CultureInfo.InvariantCulture, $"{Metric:G5}, {Message}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{Metric:G5}"),
        };

    /// <summary>The values in words.</summary>
    internal string Told(string between) => string.Join(
        between, Values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {Word(pair.Value)}"));

    /// <summary>A value in a word.</summary>
    internal static string Word(object value) => value is double number
        ? number.ToString("G4", CultureInfo.InvariantCulture)
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private T Get<T>(string name, string kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Values.TryGetValue(name, out var value))
            throw new ArgumentException(
                $"The space has no dimension '{name}'; it has {string.Join(", ", Values.Keys.Order(StringComparer.Ordinal))}.",
                nameof(name));
        return value is T right
            ? right
            : throw new ArgumentException($"The dimension '{name}' has values of {value.GetType().Name}: it is no {kind}.", nameof(name));
    }
}
