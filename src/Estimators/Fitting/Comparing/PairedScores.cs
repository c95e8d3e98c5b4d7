namespace DeepML.Estimators;

/// <summary>Compares two predictions of the same rows: how good each is, and how sure that is.</summary>
internal static class PairedScores
{
    private const int Draws = 200;

    /// <summary>Shares of right answers; standard errors are a binomial's, and of the mean of the differences (McNemar 1947).</summary>
    /// <param name="method">The simple method.</param>
    /// <param name="truth">The classes.</param>
    /// <param name="network">The network's.</param>
    /// <param name="simple">The simple method's.</param>
    public static HeldOutComparison Accuracy(string method, double[] truth, double[] network, double[] simple)
    {
        var (own, other) = (Share(network), Share(simple));
        var differences = truth.Select((y, i) => (network[i] == y ? 1.0 : 0) - (simple[i] == y ? 1.0 : 0)).ToArray();
        var mean = differences.Average();
        var error = Math.Sqrt(differences.Average(d => (d - mean) * (d - mean)) / truth.Length);
        return new HeldOutComparison(method, "accuracy", truth.Length, own, Binomial(own), other, Binomial(other), error);

        double Share(double[] predicted) => truth.Where((y, i) => predicted[i] == y).Count() / (double)truth.Length;
        double Binomial(double share) => Math.Sqrt(share * (1 - share) / truth.Length);
    }

    /// <summary>R², the share of the variance explained; standard errors by 200 bootstrap samples of the rows (Efron 1979).</summary>
    /// <inheritdoc cref="Accuracy"/>
    /// <param name="method">The simple method.</param>
    /// <param name="truth">The numbers.</param>
    /// <param name="network">The network's.</param>
    /// <param name="simple">The simple method's.</param>
    /// <param name="seed">Fixes the samples.</param>
    public static HeldOutComparison Determination(string method, double[] truth, double[] network, double[] simple, int seed)
    {
        var centre = truth.Average(); // near all means, so that squares lose nothing
        var rows = truth.Select((y, i) => new Row(y - centre, Square(network[i] - y), Square(simple[i] - y))).ToArray();
        var (own, other) = Explained(rows);
        var random = new Random(seed);
        var sample = new Row[rows.Length];
        var drawn = Enumerable.Range(0, Draws).Select(_ =>
        {
            for (var i = 0; i < sample.Length; i++)
                sample[i] = rows[random.Next(rows.Length)];
            return Explained(sample);
        }).Where(d => double.IsFinite(d.Own) && double.IsFinite(d.Other)).ToArray();
        return new HeldOutComparison(
            method, "R²", truth.Length, own, Deviation(drawn.Select(d => d.Own)), other, Deviation(drawn.Select(d => d.Other)),
            Deviation(drawn.Select(d => d.Own - d.Other)));
    }

    /// <summary>Means of a score that each row has by itself, with their standard errors.</summary>
    /// <param name="method">The simple method.</param>
    /// <param name="measure">What is measured, higher is better.</param>
    /// <param name="network">The network's scores, row by row.</param>
    /// <param name="simple">The simple method's.</param>
    public static HeldOutComparison Means(string method, string measure, IReadOnlyList<float> network, IReadOnlyList<float> simple)
    {
        var rows = network.Count;
        return new HeldOutComparison(
            method, measure, rows, network.Average(), Error(network.Select(score => (double)score)), simple.Average(),
            Error(simple.Select(score => (double)score)), Error(network.Zip(simple, (own, other) => (double)own - other)));

        double Error(IEnumerable<double> scores) => Deviation(scores) / Math.Sqrt(rows);
    }

    private static (double Own, double Other) Explained(Row[] rows)
    {
        var mean = rows.Average(r => r.Label);
        var all = rows.Sum(r => Square(r.Label - mean));
        return (1 - (rows.Sum(r => r.Own) / all), 1 - (rows.Sum(r => r.Other) / all));
    }

    private static double Deviation(IEnumerable<double> values)
    {
        var all = values.ToArray();
        if (all.Length == 0)
            return 0;
        var mean = all.Average();
        return Math.Sqrt(all.Average(v => Square(v - mean)));
    }

    private static double Square(double x) => x * x;

    // A label off a centre, and the squared errors of the two predictions.
    private readonly record struct Row(double Label, double Own, double Other);
}
