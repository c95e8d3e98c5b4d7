using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>How a network's answers become a centre and bounds; saved with the model.</summary>
/// <param name="Distribution">What the network answers for each step.</param>
/// <param name="DegreesOfFreedom">Of Student's t distribution.</param>
/// <param name="ConfidenceLevel">Share of the values that the bounds are to hold, in (0, 1).</param>
/// <param name="HeldOutDeviations">Per step: deviation of a point forecast's errors on held-out data, in scaled values; empty if not measured.</param>
internal sealed record ForecastSpread(ForecastDistribution Distribution, double DegreesOfFreedom, double ConfidenceLevel, double[] HeldOutDeviations)
{
    /// <summary>Whether bounds can be given.</summary>
    public bool HasBounds => Distribution != ForecastDistribution.Point || HeldOutDeviations.Length > 0;

    /// <summary>Centre and distance of the bounds from it, in units of the network's answers, of one step.</summary>
    /// <param name="answers">(members, answers) of the step, one after another.</param>
    /// <param name="members">Networks that answered.</param>
    /// <param name="width">What <see cref="Width"/> gave for the level wanted.</param>
    public (double Centre, double Below, double Above) Combine(ReadOnlySpan<float> answers, int members, double width)
    {
        var count = answers.Length / members;
        Span<double> means = stackalloc double[3];
        means.Clear();
        var centreSquares = 0.0;
        for (var member = 0; member < members; member++)
        {
            var answer = answers.Slice(member * count, count);
            centreSquares += (double)answer[0] * answer[0] / members;
            means[0] += (double)answer[0] / members;
            if (Distribution == ForecastDistribution.Quantile)
            {
                means[1] += (double)answer[1] / members;
                means[2] += (double)answer[2] / members;
            }
            else if (count == 2)
            {
                var deviation = ForecastAnswers.Deviation(answer[1]);
                means[1] += deviation * deviation / members;
            }
        }
        switch (Distribution)
        {
            case ForecastDistribution.Quantile: // answers: median, lower, upper; crossed quantiles are put in order
                return (means[0], Math.Max(0, means[0] - Math.Min(means[1], means[2])) * width, Math.Max(0, Math.Max(means[1], means[2]) - means[0]) * width);
            case ForecastDistribution.Point:
                return (means[0], 0, 0);
            default: // a mixture's variance: the mean variance and the spread of the centres
                var bound = width * Math.Sqrt(means[1] + Math.Max(0, centreSquares - (means[0] * means[0])));
                return (means[0], bound, bound);
        }
    }

    /// <summary>The number by which a deviation (for quantiles: the learned distance) is multiplied to reach the bound of a level.</summary>
    public double Width(double level) => Distribution switch
    {
        ForecastDistribution.StudentT => QuantileFunctions.StudentT(level, DegreesOfFreedom),
        ForecastDistribution.Quantile when level == ConfidenceLevel => 1,
        ForecastDistribution.Quantile => QuantileFunctions.Normal(level) / QuantileFunctions.Normal(ConfidenceLevel),
        _ => QuantileFunctions.Normal(level),
    };

    /// <summary>Deviation of a point forecast's error some steps ahead, in scaled values; beyond what was measured it grows like a random walk's.</summary>
    public double HeldOutDeviation(int step) => step < HeldOutDeviations.Length
        ? HeldOutDeviations[step]
        : HeldOutDeviations[^1] * Math.Sqrt((step + 1.0) / HeldOutDeviations.Length);
}
