namespace DeepML.Data;

/// <summary>A mixture of Gaussians in one dimension: how the values of a number column are spread.</summary>
/// <param name="Weights">Share of each Gaussian; they sum to 1.</param>
/// <param name="Means">Mean of each.</param>
/// <param name="Deviations">Standard deviation of each; 0 if the column never changes.</param>
internal sealed record GaussianMixture(double[] Weights, double[] Means, double[] Deviations)
{
    private const int Sample = 2000;
    private const int Rounds = 40;

    /// <summary>
    /// Deviations to each side of a mean beyond which places are cut off. Places have deviation 1 within a mode: squeezed into
    /// (-1, 1), as Xu et al. (arXiv:1907.00503, 4.2) have them, they were learned much more slowly.
    /// </summary>
    public const double Reach = 5;

    /// <summary>
    /// Fits mixtures of 1 to <paramref name="most"/> Gaussians by expectation maximization and keeps the one with the best BIC.
    /// </summary>
    /// <param name="values">The values, all finite; at least one.</param>
    /// <param name="most">Largest number of Gaussians, at least 1.</param>
    /// <param name="random">Draws the sample that is fitted, if there are many values.</param>
    public static GaussianMixture Fit(IReadOnlyList<double> values, int most, Random random)
    {
        var sample = values.Count <= Sample
            ? values.ToArray()
            : Enumerable.Range(0, Sample).Select(_ => values[random.Next(values.Count)]).ToArray();
        Array.Sort(sample);
        var range = sample[^1] - sample[0];
        if (range == 0)
            return new GaussianMixture([1], [sample[0]], [0]);
        GaussianMixture? best = null;
        var bestScore = double.PositiveInfinity;
        var worse = 0;
        for (var count = 1; count <= most && worse < 3; count++)
        {
            var (mixture, likelihood) = Maximize(sample, count, range * 1e-3);
            var score = (((3 * count) - 1) * Math.Log(sample.Length)) - (2 * likelihood);
            worse = score < bestScore ? 0 : worse + 1;
            if (score < bestScore)
                (best, bestScore) = (mixture, score);
        }
        return best!;
    }

    /// <summary>The Bayesian information criterion on some values: lower is better.</summary>
    public double Criterion(IReadOnlyList<double> values)
    {
        Span<double> shares = stackalloc double[Weights.Length];
        var likelihood = 0.0;
        foreach (var value in values)
            likelihood += Explain(value, shares);
        return (((3 * Weights.Length) - 1) * Math.Log(values.Count)) - (2 * likelihood);
    }

    /// <summary>Draws the Gaussian that a value belongs to, by how well each explains it, and finds its place in it.</summary>
    /// <returns>Index of the Gaussian, and the place: deviations from its mean.</returns>
    public (int Mode, double Place) Encode(double value, Random random)
    {
        Span<double> shares = stackalloc double[Weights.Length];
        if (double.IsNegativeInfinity(Explain(value, shares)))
            return (Nearest(value), 0); // no Gaussian is wide enough to reach it
        var draw = random.NextDouble();
        var mode = 0;
        while (mode < shares.Length - 1 && (draw -= shares[mode]) > 0)
            mode++;
        var place = Deviations[mode] == 0 ? 0 : (value - Means[mode]) / Deviations[mode];
        return (mode, Math.Clamp(place, -Reach, Reach));
    }

    /// <summary>The value at a place of a Gaussian.</summary>
    public double Decode(int mode, double place) => Means[mode] + (Deviations[mode] * Math.Clamp(place, -Reach, Reach));

    // The natural logarithm of the density at a value; shares become the posterior of each Gaussian.
    private double Explain(double value, Span<double> shares)
    {
        var largest = double.NegativeInfinity;
        for (var i = 0; i < shares.Length; i++)
        {
            var deviation = Math.Max(Deviations[i], 1e-300);
            var z = (value - Means[i]) / deviation;
            shares[i] = Math.Log(Weights[i]) - Math.Log(deviation) - (0.5 * z * z);
            largest = Math.Max(largest, shares[i]);
        }
        if (double.IsNegativeInfinity(largest))
            return largest;
        var sum = 0.0;
        for (var i = 0; i < shares.Length; i++)
            sum += shares[i] = Math.Exp(shares[i] - largest);
        for (var i = 0; i < shares.Length; i++)
            shares[i] /= sum;
        return largest + Math.Log(sum) - (0.5 * Math.Log(2 * Math.PI));
    }

    private int Nearest(double value)
    {
        var nearest = 0;
        for (var i = 1; i < Means.Length; i++)
            if (Math.Abs(Means[i] - value) < Math.Abs(Means[nearest] - value))
                nearest = i;
        return nearest;
    }

    private static (GaussianMixture Mixture, double Likelihood) Maximize(double[] sorted, int count, double narrowest)
    {
        var mean = sorted.Average();
        var deviation = Math.Sqrt(sorted.Average(v => (v - mean) * (v - mean)));
        var mixture = new GaussianMixture(
            [.. Enumerable.Repeat(1.0 / count, count)],
            [.. Enumerable.Range(0, count).Select(i => sorted[(int)((i + 0.5) / count * sorted.Length)])],
            [.. Enumerable.Repeat(Math.Max(narrowest, deviation / count), count)]);
        var likelihood = double.NegativeInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var (next, found) = mixture.Improve(sorted, narrowest);
            mixture = next;
            if (found - likelihood < 1e-6 * sorted.Length)
                return (mixture, found);
            likelihood = found;
        }
        return (mixture, likelihood);
    }

    private (GaussianMixture Next, double Likelihood) Improve(double[] values, double narrowest)
    {
        var count = Weights.Length;
        var (mass, first, second) = (new double[count], new double[count], new double[count]);
        var shares = new double[count];
        var likelihood = 0.0;
        foreach (var value in values)
        {
            likelihood += Explain(value, shares);
            for (var i = 0; i < count; i++)
            {
                var away = value - Means[i];
                mass[i] += shares[i];
                first[i] += shares[i] * away;
                second[i] += shares[i] * away * away;
            }
        }
        var next = new GaussianMixture(new double[count], new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var weight = Math.Max(mass[i], 1e-10);
            var shift = first[i] / weight;
            next.Weights[i] = weight / values.Length;
            next.Means[i] = Means[i] + shift;
            next.Deviations[i] = Math.Max(narrowest, Math.Sqrt(Math.Max(0, (second[i] / weight) - (shift * shift))));
        }
        return (next, likelihood);
    }
}
