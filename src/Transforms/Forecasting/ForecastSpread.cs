namespace DeepML.Transforms;

/// <summary>How a network's answers become a centre and bounds; saved with the model.</summary>
/// <param name="Distribution">What the network answers for each step.</param>
/// <param name="ConfidenceLevel">Share of the values that the bounds are to hold, in (0, 1).</param>
/// <param name="HeldOutDeviations">
/// Per step: deviation of the errors on held-out data, in scaled values, where the distribution takes its bounds from them; empty if not
/// measured.
/// </param>
internal sealed record ForecastSpread(ForecastDistribution Distribution, double ConfidenceLevel, double[] HeldOutDeviations)
{
    /// <summary>Whether bounds can be given.</summary>
    public bool HasBounds => !Distribution.BoundsAreMeasured || HeldOutDeviations.Length > 0;

    /// <summary>The number by which a deviation, or a learned distance, is multiplied to reach the bound of a level.</summary>
    public double Width(double level) => Distribution.Width(level, ConfidenceLevel);

    /// <summary>
    /// Deviation of a forecast's error some steps ahead, in scaled values; beyond what was measured it grows like a random walk's.
    /// </summary>
    public double HeldOutDeviation(int step) => step < HeldOutDeviations.Length
        ? HeldOutDeviations[step]
        : HeldOutDeviations[^1] * Math.Sqrt((step + 1.0) / HeldOutDeviations.Length);
}
