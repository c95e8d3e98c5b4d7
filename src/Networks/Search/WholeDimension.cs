using System.Text.Json.Nodes;

namespace DeepML;

/// <summary>Whole numbers within limits: units, layers, rows of a batch.</summary>
/// <param name="From">The smallest.</param>
/// <param name="To">The largest; above <paramref name="From"/>.</param>
public sealed record WholeDimension(int From, int To) : SearchDimension
{
    /// <summary>Whether all magnitudes are equally likely, as for numbers of units; <see cref="From"/> is then at least 1.</summary>
    /// <value>The default is false: all numbers are equally likely.</value>
    public bool IsLogarithmic { get; init; }

    private double Low => From - 0.5;

    private double High => To + 0.5;

    internal override object At(double place)
    {
        var number = IsLogarithmic ? Low * Math.Pow(High / Low, place) : Low + (place * (High - Low));
        return (int)Math.Clamp(Math.Round(number), From, To);
    }

    internal override (double Low, double High) PlacesOf(object value) => (PlaceOf((int)value - 0.5), PlaceOf((int)value + 0.5));

    internal override bool Holds(object? value) => value is int number && number >= From && number <= To;

    internal override object? Read(JsonValue value) => value.TryGetValue(out int number) && Holds(number) ? number : null;

    internal override IEnumerable<string> Faults()
    {
        if (From >= To)
            yield return FormattableString.Invariant($"From is {From} and To is {To}; To must be above From.");
        if (IsLogarithmic && From < 1)
            yield return FormattableString.Invariant($"From is {From}; it must be at least 1 where IsLogarithmic is set.");
    }

    private double PlaceOf(double number) => IsLogarithmic ? Math.Log(number / Low) / Math.Log(High / Low) : (number - Low) / (High - Low);
}
