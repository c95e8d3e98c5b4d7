namespace DeepML.Data;

/// <summary>Finds how the numbers of a column are spread: numbers that many rows share, and the rest as it is or on a bent scale.</summary>
/// <param name="most">Largest number of Gaussians, and of shared numbers.</param>
/// <param name="random">Draws samples.</param>
internal sealed class NumberShape(int most, Random random)
{
    // A number is shared if so many rows have it; continuous ones hardly repeat.
    private const double LeastShare = 0.02;
    private const int LeastRows = 10;

    // Tails are looked at where the largest number is so many times the median: below, a few Gaussians do.
    private const double HeavyTail = 20;
    private const int Sample = 2000;

    /// <summary>Completes a number column.</summary>
    /// <param name="column">The column, with its range.</param>
    /// <param name="present">Its numbers, without missing ones; at least one.</param>
    public TableColumn Learn(TableColumn column, double[] present)
    {
        var points = present.GroupBy(number => number).Where(group => group.Count() >= Math.Max(LeastRows, LeastShare * present.Length))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
                .Take(most).Select(group => (group.Key, Share: group.Count() / (double)present.Length)).ToArray();
        var shared = points.Select(point => point.Key).ToHashSet();
        var rest = present.Where(number => !shared.Contains(number)).ToArray();
        var (mixture, bend) = rest.Length == 0 ? (new GaussianMixture([], [], []), null) : Spread(rest);
        var left = rest.Length / (double)present.Length;
        column = column with { Bend = bend, Points = [.. points.Select(point => point.Key)] };
        return column with
        {
            Mixture = new GaussianMixture(
                [.. mixture.Weights.Select(weight => weight * left), .. points.Select(point => point.Share)],
                [.. mixture.Means, .. points.Select(point => column.Bent(point.Key))],
                [.. mixture.Deviations, .. points.Select(_ => 0.0)]),
        };
    }

    // Whichever explains the numbers better, by the Bayesian information criterion in their own units.
    private (GaussianMixture Mixture, double? Bend) Spread(double[] numbers)
    {
        var plain = GaussianMixture.Fit(numbers, most, random);
        var sizes = numbers.Select(Math.Abs).Order().ToArray();
        if (sizes[^1] <= HeavyTail * sizes[sizes.Length / 2] || plain.Deviations[0] == 0)
            return (plain, null);
        var isOneSided = numbers.Min() > 0 || numbers.Max() < 0;
        var scale = Math.Max(isOneSided ? sizes[0] / 2 : sizes[sizes.Length / 10], sizes[^1] * 1e-15);
        var bent = GaussianMixture.Fit(Array.ConvertAll(numbers, number => Math.Asinh(number / scale)), most, random);
        var stride = Math.Max(1, numbers.Length / Sample);
        var sample = numbers.Where((_, i) => i % stride == 0).ToArray();
        var slopes = sample.Sum(number => -0.5 * Math.Log((number * number) + (scale * scale)));
        var bentScore = bent.Criterion(Array.ConvertAll(sample, number => Math.Asinh(number / scale))) - (2 * slopes);
        return bentScore < plain.Criterion(sample) ? (bent, scale) : (plain, null);
    }
}
