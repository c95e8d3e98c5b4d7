namespace DeepML.Data;

/// <summary>
/// The simple methods on a rolling origin: fitted to the first part of a series, each forecasts from every later place on, and the best is
/// chosen by its errors there. No error is one of training.
/// </summary>
/// <param name="Early">The best method as fitted to the first part.</param>
/// <param name="Method">The same method fitted to the whole series.</param>
/// <param name="Squares">Per step: mean squared error, never less than that of the step before.</param>
/// <param name="Freedom">Per step: how many independent errors that mean is worth.</param>
/// <param name="Memory">Values, counted from the end of what is known, that forecasts are made from.</param>
internal sealed record SimpleTrial(SimpleMethod Early, SimpleMethod Method, double[] Squares, double[] Freedom, int Memory)
{
    private const int MostOrigins = 60;
    private const double Margin = 0.97; // another method must be that much better than the mean of the two best known ones

    /// <summary>Values that simple methods look back on.</summary>
    /// <param name="period">Length of the season; 0 for none.</param>
    public static int Remembered(int period) => Math.Clamp(10 * period, 60, 600);

    /// <summary>Tries the methods.</summary>
    /// <param name="values">The series, scaled, without gaps.</param>
    /// <param name="observed">Per value: whether it was measured.</param>
    /// <param name="period">Length of the season; 0 for none.</param>
    /// <param name="horizon">Steps to forecast.</param>
    public static SimpleTrial Run(double[] values, IReadOnlyList<bool> observed, int period, int horizon)
    {
        var memory = Remembered(period);
        var first = Math.Clamp(
            Math.Max(values.Length / 2, Math.Max(10, period > 0 ? (2 * period) + 2 : 0)), 1, Math.Max(1, values.Length - 4));
        var early = SimpleMethod.Fit(values.AsSpan(0, first), period);
        var errors = early.Select(method => Errors(method, values, observed, first, horizon, memory)).ToArray();
        var best = Best(errors);
        return new SimpleTrial(
            early[best], SimpleMethod.Fit(values, period)[best], Rising(errors[best]), [.. errors[best].Select(Independent)], memory);
    }

    /// <summary>What the early method says from a place on.</summary>
    public double[] FromEarly(double[] values, int end, int horizon) => Recent(Early, values, end, horizon, Memory);

    private static double[] Recent(SimpleMethod method, double[] values, int end, int horizon, int memory) =>
        method.Forecast(values.AsSpan(Math.Max(0, end - memory), Math.Min(memory, end)), horizon);

    // Per step, the errors from one origin after the other.
    private static List<double>[] Errors(
        SimpleMethod method, double[] values, IReadOnlyList<bool> observed, int first, int horizon, int memory)
    {
        var errors = new List<double>[horizon];
        for (var step = 0; step < horizon; step++)
            errors[step] = [];
        var stride = Math.Max(1, (values.Length - first) / MostOrigins);
        for (var end = first; end < values.Length; end += stride)
        {
            var said = Recent(method, values, end, Math.Min(horizon, values.Length - end), memory);
            for (var step = 0; step < said.Length; step++)
                if (observed[end + step])
                    errors[step].Add(said[step] - values[end + step]);
        }
        return errors;
    }

    private static int Best(List<double>[][] errors)
    {
        var scores = errors.Select(steps => steps.SelectMany(step => step).Select(Math.Abs).DefaultIfEmpty().Average()).ToArray();
        var (mean, best) = ((int)SimpleKind.Mean, Array.IndexOf(scores, scores.Min()));
        return scores[best] < Margin * scores[mean] ? best : mean;
    }

    // Later steps are measured less often and never err less: neighbours that say otherwise are pooled (Ayer et al., Ann. Math. Stat.
    // 26, 1955).
    private static double[] Rising(List<double>[] errors)
    {
        var pools = new List<(double Sum, int Count, int Steps)>();
        foreach (var step in errors)
        {
            pools.Add((step.Sum(e => e * e), step.Count, 1));
            while (pools.Count > 1 && Mean(pools[^1]) <= Mean(pools[^2]))
            {
                var (last, before) = (pools[^1], pools[^2]);
                pools.RemoveRange(pools.Count - 2, 2);
                pools.Add((last.Sum + before.Sum, last.Count + before.Count, last.Steps + before.Steps));
            }
        }
        return [.. pools.SelectMany(pool => Enumerable.Repeat(Mean(pool), pool.Steps))];

        static double Mean((double Sum, int Count, int Steps) pool) => pool.Count > 0 ? pool.Sum / pool.Count : 0;
    }

    // Errors from neighbouring origins resemble each other: squares with correlation r² are worth (1 - r²) / (1 + r²) as many.
    private static double Independent(List<double> errors)
    {
        var (squares, products) = (errors.Sum(e => e * e), 0.0);
        for (var i = 1; i < errors.Count; i++)
            products += errors[i] * errors[i - 1];
        var similar = squares > 0 ? Math.Clamp(products / squares, 0, 0.99) : 0;
        return errors.Count * (1 - (similar * similar)) / (1 + (similar * similar));
    }
}
