namespace DeepML.Estimators;

/// <summary>The generalized Pareto distribution of excesses over a high value: P(X > x) = (1 + γ x / σ)^(-1/γ).</summary>
internal static class ParetoTail
{
    private const int Candidates = 200;
    private const double HeaviestTail = 1; // beyond, not even a mean exists
    private const double LightestTail = -0.5; // below, the most likely distribution ends at the largest excess

    /// <summary>
    /// The most likely shape γ and scale σ. By Grimshaw's reduction (Technometrics 35, 1993) γ = mean of log(1 + θ x) and σ = γ / θ, so
    /// that only θ is searched.
    /// </summary>
    /// <param name="excesses">Above 0, at least one.</param>
    public static (double Shape, double Scale) Fit(IReadOnlyList<double> excesses)
    {
        var (mean, largest) = (excesses.Average(), excesses.Max());
        var best = (Shape: 0.0, Scale: mean, Likelihood: -excesses.Count * (Math.Log(mean) + 1)); // θ → 0: exponential
        for (var i = 0; i < Candidates; i++)
        {
            var share = (i + 0.5) / Candidates;
            Try(-(1 - Math.Pow(10, -6 * share)) / largest); // towards -1 / largest, where the distribution ends
            Try(Math.Pow(10, (8 * share) - 4) / mean);
        }
        return (best.Shape, best.Scale);

        void Try(double theta)
        {
            var shape = 0.0;
            foreach (var excess in excesses)
                shape += Math.Log(1 + (theta * excess));
            shape /= excesses.Count;
            var scale = shape / theta;
            if (!(scale > 0) || shape is < LightestTail or > HeaviestTail)
                return;
            var likelihood = -excesses.Count * (Math.Log(scale) + 1 + shape);
            if (likelihood > best.Likelihood)
                best = (shape, scale, likelihood);
        }
    }
}
