namespace DeepML.Data;

/// <summary>
/// The Theta method (Assimakopoulos and Nikolopoulos, Int. J. Forecasting 16, 2000): simple exponential smoothing with half the slope
/// of the series as drift (Hyndman and Billah, Int. J. Forecasting 19, 2003), of values freed of their season.
/// </summary>
/// <param name="Level">How far the level follows an error, in (0, 1).</param>
/// <param name="Period">Length of the season in observations; 0 where there is none.</param>
internal sealed record ThetaMethod(double Level, int Period)
{
    /// <summary>Fits the method.</summary>
    /// <param name="values">The values, at least one.</param>
    /// <param name="period">Length of the season to look for; 0 for none.</param>
    public static ThetaMethod Fit(ReadOnlySpan<double> values, int period)
    {
        var seasonal = HasSeason(values, period) ? period : 0;
        var (free, _) = SeasonalAverages.Free(values, seasonal);
        var (best, least) = (0.5, double.PositiveInfinity);
        for (var level = 0.02; level < 1; level += 0.02)
        {
            var squares = Smoothing(level).Run(free, []);
            if (squares < least)
                (best, least) = (level, squares);
        }
        return new ThetaMethod(best, seasonal);
    }

    /// <summary>Forecasts what follows some values.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="forecast">Filled with the forecast.</param>
    public void Run(ReadOnlySpan<double> values, Span<double> forecast)
    {
        var (free, season) = SeasonalAverages.Free(values, Period);
        Smoothing(Level).Run(free, forecast);
        var half = Slope(free) / 2;
        var lag = (1 - Math.Pow(1 - Level, free.Length)) / Level; // how far the smoothed level is behind
        for (var step = 0; step < forecast.Length; step++)
            forecast[step] += (half * (step + lag)) + (season.Length > 0 ? season[(values.Length + step) % season.Length] : 0);
    }

    private static ExponentialSmoothing Smoothing(double level) => new(level, null, 1, null, 0);

    private static double Slope(double[] values)
    {
        var (middle, mean) = ((values.Length - 1) / 2.0, values.Average());
        var (along, across) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            along += (i - middle) * (i - middle);
            across += (i - middle) * (values[i] - mean);
        }
        return along > 0 ? across / along : 0;
    }

    // The correlation at the season's lag must stand out of what the correlations before it make likely (90 %, two-sided).
    private static bool HasSeason(ReadOnlySpan<double> values, int period)
    {
        if (period < 2 || values.Length < (2 * period) + 2)
            return false;
        var z = values.ToArray();
        var slope = Slope(z);
        var mean = z.Average() - (slope * (z.Length - 1) / 2);
        for (var i = 0; i < z.Length; i++)
            z[i] -= mean + (slope * i);
        var variance = z.Sum(v => v * v);
        if (variance <= 0)
            return false;
        var before = 0.0;
        for (var lag = 1; lag < period; lag++)
            before += Math.Pow(Correlation(lag), 2);
        return Correlation(period) > 1.645 * Math.Sqrt((1 + (2 * before)) / z.Length);

        double Correlation(int lag)
        {
            var sum = 0.0;
            for (var i = lag; i < z.Length; i++)
                sum += z[i] * z[i - lag];
            return sum / variance;
        }
    }
}
