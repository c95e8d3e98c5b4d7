using System.Text.Json.Nodes;

namespace DeepML;

/// <summary>Names of which one is taken: an optimizer, a function, whether something is done at all.</summary>
public sealed record ChoiceDimension : SearchDimension
{
    /// <param name="names">At least two, all different.</param>
    public ChoiceDimension(params IReadOnlyList<string> names) => Names = names;

    /// <summary>The names, all equally likely at first.</summary>
    public IReadOnlyList<string> Names { get; }

    internal override int Choices => Names.Count;

    internal override object At(double place) => Names[Math.Min(Names.Count - 1, (int)(place * Names.Count))];

    internal override (double Low, double High) PlacesOf(object value)
    {
        var place = Enumerable.Range(0, Names.Count).First(i => Names[i] == (string)value);
        return ((double)place / Names.Count, (place + 1.0) / Names.Count);
    }

    internal override bool Holds(object? value) => value is string name && Names.Contains(name);

    internal override object? Read(JsonValue value) => value.TryGetValue(out string? name) && Holds(name) ? name : null;

    internal override IEnumerable<string> Faults()
    {
        if (Names is null || Names.Count < 2 || Names.Any(name => name is null) || Names.Distinct().Count() < Names.Count)
            yield return $"Names are {(Names is null ? "null" : string.Join(", ", Names.Select(name => name ?? "null")))}; "
                + "there must be at least two, all different.";
    }
}
