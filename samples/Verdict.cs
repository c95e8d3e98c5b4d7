using System.Globalization;

namespace DeepML.Samples;

/// <summary>Says which of two methods did better on the same rows held out, and only where chance does not explain it.</summary>
internal static class Verdict
{
    private const double Errors = 2; // standard errors that a difference must exceed

    /// <summary>Compares two methods row by row.</summary>
    /// <param name="name">The method that is asked about.</param>
    /// <param name="other">The other.</param>
    /// <param name="gains">For each row held out: how much better the first method was.</param>
    /// <param name="unit">Turns a mean gain into words.</param>
    public static string Of(string name, string other, IReadOnlyList<double> gains, Func<double, string> unit)
    {
        var mean = gains.Average();
        var error = Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / Math.Max(1, gains.Count - 1) / gains.Count);
        return Of(name, other, mean, error, gains.Count, unit);
    }

    /// <summary>Compares by a mean gain whose standard error is known.</summary>
    /// <inheritdoc cref="Of(string, string, IReadOnlyList{double}, Func{double, string})"/>
    public static string Of(string name, string other, double mean, double error, int rows, Func<double, string> unit)
    {
        var measured = string.Create(CultureInfo.InvariantCulture, $"{unit(Math.Abs(mean))} ± {unit(error)}, {rows} rows held out");
        return Math.Abs(mean) <= Errors * error
            ? $"{name} against {other}: no difference beyond chance ({measured})"
            : $"{name} is {(mean > 0 ? "better" : "worse")} than {other} by {measured}";
    }

    /// <summary>Compares which rows were right.</summary>
    public static string OfRight(string name, string other, IEnumerable<bool> right, IEnumerable<bool> otherRight) =>
        Of(name, other, [.. right.Zip(otherRight, (a, b) => (a ? 1.0 : 0) - (b ? 1 : 0))], gain =>
            string.Create(CultureInfo.InvariantCulture, $"{100 * gain:F1}") + " points");
}
