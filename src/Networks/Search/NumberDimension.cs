using System.Text.Json.Nodes;

namespace DeepML;

/// <summary>Numbers within limits: rates, shares, weights of penalties.</summary>
/// <param name="From">The smallest.</param>
/// <param name="To">The largest; above <paramref name="From"/>.</param>
public sealed record NumberDimension(double From, double To) : SearchDimension
{
    /// <summary>Whether all magnitudes are equally likely, as for learning rates; <see cref="From"/> is then above 0.</summary>
    /// <value>The default is false: all numbers are equally likely.</value>
    public bool IsLogarithmic { get; init; }

    internal override object At(double place) => Math.Clamp(
        IsLogarithmic ? From * Math.Pow(To / From, place) : From + (place * (To - From)), From, To);

    internal override (double Low, double High) PlacesOf(object value)
    {
        var number = (double)value;
        var place = IsLogarithmic ? Math.Log(number / From) / Math.Log(To / From) : (number - From) / (To - From);
        return (place, place);
    }

    internal override bool Holds(object? value) => value is double number && number >= From && number <= To;

    internal override object? Read(JsonValue value) => value.TryGetValue(out double number) && Holds(number) ? number : null;

    internal override IEnumerable<string> Faults()
    {
        if (!double.IsFinite(From) || !double.IsFinite(To) || From >= To)
            yield return FormattableString.Invariant($"From is {From} and To is {To}; both must be finite, and To above From.");
        else if (!double.IsFinite(To - From))
            yield return FormattableString.Invariant($"From is {From} and To is {To}; they must lie within 1.7e308 of each other.");
        if (IsLogarithmic && From <= 0)
            yield return FormattableString.Invariant($"From is {From}; it must be above 0 where IsLogarithmic is set.");
        else if (IsLogarithmic && double.IsFinite(To) && From < To && !double.IsFinite(To / From))
            yield return FormattableString.Invariant(
                $"From is {From} and To is {To}; they must lie within 1.7e308 times of each other where IsLogarithmic is set.");
    }
}
