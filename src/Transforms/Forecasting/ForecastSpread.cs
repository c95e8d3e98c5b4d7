namespace DeepML.Transforms;

/// <summary>How a network's answers become a centre and bounds; saved with the model.</summary>
/// <param name="Distribution">What the network answers for each step.</param>
/// <param name="ConfidenceLevel">Share of the values that the bounds are to hold, in (0, 1).</param>
internal sealed record ForecastSpread(ForecastDistribution Distribution, double ConfidenceLevel)
{
    /// <summary>The number by which a deviation, or a learned distance, is multiplied to reach the bound of a level.</summary>
    public double Width(double level) => Distribution.Width(level, ConfidenceLevel);
}
