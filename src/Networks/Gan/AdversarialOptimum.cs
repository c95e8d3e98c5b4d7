namespace DeepML;

/// <summary>
/// What two players of a generative adversarial network could reach at best, for distributions over finitely many values: histograms of
/// real and generated rows (Goodfellow et al., arXiv:1406.2661, section 4).
/// </summary>
public static class AdversarialOptimum
{
    /// <summary>Value of the game when the generated rows are distributed as the real ones: -log 4, about -1.3863, in nats.</summary>
    public static double ValueOfEqual { get; } = -Math.Log(4);

    /// <summary>The best discriminator, D*(x) = p(x) / (p(x) + g(x)): ½ everywhere where both are alike.</summary>
    /// <param name="real">p: how often each value occurs among real rows; at least 0, not all 0. Counts are taken as shares.</param>
    /// <param name="generated">g: the same of generated rows, for the same values.</param>
    /// <returns>One number for each value, in [0, 1]; ½ for one that occurs in neither.</returns>
    /// <exception cref="ArgumentException">The two are not of one length, hold a number below 0 or none above it.</exception>
    public static IReadOnlyList<double> Discriminator(IReadOnlyList<double> real, IReadOnlyList<double> generated)
    {
        var (p, g) = Shares(real, generated);
        return [.. p.Zip(g, (a, b) => a + b > 0 ? a / (a + b) : 0.5)];
    }

    /// <summary>
    /// The value of the game against the best discriminator, Σ p log D* + Σ g log(1 - D*) = -log 4 + 2·JSD(p, g): what the generator
    /// minimizes. A discriminator's loss at its best is the opposite.
    /// </summary>
    /// <param name="real">p, as in <see cref="Discriminator"/>.</param>
    /// <param name="generated">g.</param>
    /// <returns>In nats, in [-log 4, 0]: 0 where no value occurs in both.</returns>
    /// <exception cref="ArgumentException">The two are not of one length, hold a number below 0 or none above it.</exception>
    public static double Value(IReadOnlyList<double> real, IReadOnlyList<double> generated)
    {
        var (p, g) = Shares(real, generated);
        return p.Zip(g, (a, b) => Part(a, a + b) + Part(b, a + b)).Sum();
    }

    // 0 · log 0 is 0.
    private static double Part(double share, double both) => share > 0 ? share * Math.Log(share / both) : 0;

    private static (double[] Real, double[] Generated) Shares(IReadOnlyList<double> real, IReadOnlyList<double> generated)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        return real.Count == generated.Count
            ? (Share(real, nameof(real)), Share(generated, nameof(generated)))
            : throw new ArgumentException(
                $"There are {real.Count} real and {generated.Count} generated shares; both must be of the same values.", nameof(generated));
    }

    private static double[] Share(IReadOnlyList<double> counts, string name)
    {
        var sum = counts.Sum();
        if (counts.Any(count => !(count >= 0)) || !(sum > 0 && double.IsFinite(sum)))
            throw new ArgumentException("Shares must be finite numbers of at least 0, and one of them above it.", name);
        return [.. counts.Select(count => count / sum)];
    }
}
