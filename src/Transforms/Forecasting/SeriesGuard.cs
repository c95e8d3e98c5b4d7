using System.Text.Json.Serialization;
using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>
/// What a rolling origin has shown of one series: how far its forecasts may be trusted, and how wide their bounds must be; saved with it.
/// All numbers are in the series' scaled unit.
/// </summary>
/// <param name="Method">The simple method that the network leans on; null without a safeguard.</param>
/// <param name="NetworkWeight">The network's share of a forecast, in [0, 1]; the simple method has the rest.</param>
/// <param name="Memory">Values that the simple method looks back on.</param>
/// <param name="Lowest">Lowest value of the history.</param>
/// <param name="Highest">Highest value of the history.</param>
/// <param name="Count">Observations of the history.</param>
/// <param name="IsNotNegative">Whether no value of the history was below 0, in its own unit.</param>
/// <param name="BoundsOfNetwork">Whether the network's own bounds are stretched by the deviations, which are then numbers without a
/// unit.</param>
/// <param name="Deviations">Per step: root of the mean squared error of the forecasts on the rolling origin; empty without bounds.</param>
/// <param name="Freedom">Per step: independent errors that this mean is worth.</param>
internal sealed record SeriesGuard(
    SimpleMethod? Method, double NetworkWeight, int Memory, double Lowest, double Highest, int Count, bool IsNotNegative,
    bool BoundsOfNetwork, double[] Deviations, double[] Freedom)
{
    /// <summary>Of the history's range: below that, forecasts are left as they are.</summary>
    public const double FarOutside = 0.5;

    private const double LeastFreedom = 3;

    /// <summary>Whether bounds have been measured.</summary>
    [JsonIgnore]
    public bool HasBounds => Deviations.Length > 0;

    /// <summary>Whether its numbers fit together, as those of a file must.</summary>
    [JsonIgnore]
    public bool IsWhole => Deviations.Length == Freedom.Length && Memory > 0 && NetworkWeight is >= 0 and <= 1 && Method?.IsWhole != false;

    /// <summary>
    /// The network's forecast drawn towards the simple method's, and held back where it leaves the range of the history by more than
    /// half of it, or than a straight line through the history would in twice as many steps.
    /// </summary>
    /// <param name="network">The network's forecast.</param>
    /// <param name="simple">The simple method's.</param>
    /// <param name="step">Step ahead, from 0.</param>
    /// <param name="range">Lowest and highest value looked back on.</param>
    /// <param name="heldBack">Set if it was held back.</param>
    public double Hold(double network, double simple, int step, (double Lowest, double Highest) range, ref bool heldBack)
    {
        var forecast = NetworkWeight > 0 ? (NetworkWeight * network) + ((1 - NetworkWeight) * simple) : simple;
        var (lowest, highest) = (Math.Min(Lowest, range.Lowest), Math.Max(Highest, range.Highest));
        var span = highest - lowest;
        var margin = span * MarginAt(step);
        var beyond = forecast > highest + margin
            ? forecast - highest - margin
            : forecast < lowest - margin ? forecast - lowest + margin : 0;
        if (beyond == 0)
            return forecast;
        heldBack = true;
        return forecast - beyond + (span > 0 ? span * FarOutside * Math.Tanh(beyond / (span * FarOutside)) : 0);
    }

    /// <summary>How far outside of the range of the history forecasts are left as they are, as a share of that range.</summary>
    /// <param name="step">Step ahead, from 0.</param>
    public double MarginAt(int step) => Math.Max(FarOutside, 2.0 * (step + 1) / Math.Max(1, Count));

    /// <summary>Distance of a bound, in deviations of its own or of the network's bound.</summary>
    /// <param name="step">Step ahead, from 0; beyond those measured errors grow like a random walk's.</param>
    /// <param name="level">Share of the values that the bounds are to hold, in (0, 1).</param>
    public double Distance(int step, double level)
    {
        var last = Math.Min(step, Deviations.Length - 1);
        var growth = Math.Sqrt((step + 1.0) / (last + 1));
        var freedom = Math.Max(LeastFreedom, Freedom[last]);
        return Deviations[last] * growth * (1 + (1 / freedom)) * StudentT(QuantileFunctions.Normal(level), freedom);
    }

    // Student's t from the normal quantile: a mean of few squared errors is itself uncertain (Abramowitz and Stegun 1964, 26.7.5). That the
    // method and the share of the network were chosen by the same errors is what the factor of 1 + 1 ÷ freedom before it is for.
    private static double StudentT(double z, double freedom)
    {
        var square = z * z;
        return z * (1
            + ((square + 1) / (4 * freedom))
            + (((5 * square * square) + (16 * square) + 3) / (96 * freedom * freedom))
            + (((3 * square * square * square) + (19 * square * square) + (17 * square) - 15) / (384 * freedom * freedom * freedom)));
    }
}
