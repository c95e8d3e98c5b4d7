namespace DeepML.Data;

/// <summary>Finds the exponential smoothing that describes a series best.</summary>
internal static class SmoothingFit
{
    private static readonly double[] Levels = [0.02, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 0.99];
    private static readonly double[] Trends = [0.01, 0.1, 0.3];
    private static readonly double[] Dampings = [0.9, 0.98];
    private static readonly double[] Seasons = [0.01, 0.1, 0.3];

    /// <summary>
    /// The form and numbers of the least Akaike criterion, corrected for few values (Hurvich and Tsai, Biometrika 76, 1989).
    /// </summary>
    /// <param name="values">The values, at least one.</param>
    /// <param name="period">Length of the season; 0 for none.</param>
    public static ExponentialSmoothing Best(ReadOnlySpan<double> values, int period)
    {
        var best = new ExponentialSmoothing(0.5, null, 1, null, 0);
        var least = double.PositiveInfinity;
        foreach (var seasonal in period > 1 && values.Length >= (2 * period) + 2 ? new[] { false, true } : [false])
        {
            foreach (var (trend, damped) in new[] { (false, false), (true, false), (true, true) })
            {
                var (method, squares) = Numbers(values, trend, damped, seasonal ? period : 0);
                var free = 2 + (trend ? 2 : 0) + (damped ? 1 : 0) + (seasonal ? period : 0);
                var spare = values.Length - free - 1;
                if (spare <= 0 && free > 2)
                    continue;
                var criterion = (values.Length * Math.Log(Math.Max(squares, 1e-12) / values.Length))
                    + (2.0 * free * values.Length / Math.Max(1, spare));
                if (criterion < least)
                    (best, least) = (method, criterion);
            }
        }
        return best;
    }

    // A coarse grid, then smaller and smaller steps along each number.
    private static (ExponentialSmoothing Method, double Squares) Numbers(ReadOnlySpan<double> values, bool trend, bool damped, int period)
    {
        var (best, least) = (new ExponentialSmoothing(0.5, trend ? 0.1 : null, damped ? 0.98 : 1, period > 0 ? 0.1 : null, period),
            double.PositiveInfinity);
        foreach (var level in Levels)
            foreach (var follow in trend ? Trends : [0])
                foreach (var damping in damped ? Dampings : [1])
                    foreach (var season in period > 0 ? Seasons : [0])
                        Try(values, new ExponentialSmoothing(level, trend ? follow : null, damping, period > 0 ? season : null, period),
                            ref best, ref least);
        for (var step = 0.08; step > 0.004; step /= 2)
        {
            foreach (var sign in new[] { -1, 1 })
            {
                Try(values, best with { Level = Math.Clamp(best.Level + (sign * step), 0.01, 0.99) }, ref best, ref least);
                if (trend)
                    Try(values, best with { Trend = Math.Clamp(best.Trend!.Value + (sign * step), 0, 0.99) }, ref best, ref least);
                if (damped)
                    Try(values, best with { Damping = Math.Clamp(best.Damping + (sign * step / 4), 0.8, 0.98) }, ref best, ref least);
                if (period > 0)
                    Try(values, best with { Season = Math.Clamp(best.Season!.Value + (sign * step), 0, 0.99) }, ref best, ref least);
            }
        }
        return (best, least);
    }

    private static void Try(ReadOnlySpan<double> values, ExponentialSmoothing method, ref ExponentialSmoothing best, ref double least)
    {
        var squares = method.Run(values, []);
        if (squares < least)
            (best, least) = (method, squares);
    }
}
