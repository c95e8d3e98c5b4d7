namespace DeepML.Data;

/// <summary>
/// Exponential smoothing with additive errors, trend and season, in the form of Hyndman et al., Forecasting with Exponential Smoothing
/// (2008), chapter 2.
/// </summary>
/// <param name="Level">How far the level follows an error, in (0, 1).</param>
/// <param name="Trend">How far the trend follows the level, in [0, 1]; null without a trend.</param>
/// <param name="Damping">What is left of the trend after each step, in (0, 1].</param>
/// <param name="Season">How far the season follows what the level leaves, in [0, 1]; null without a season.</param>
/// <param name="Period">Length of the season in observations.</param>
internal sealed record ExponentialSmoothing(double Level, double? Trend, double Damping, double? Season, int Period)
{
    private const int FirstValues = 10; // of which a first trend is taken where there is no season

    /// <summary>Smooths the values and forecasts what follows.</summary>
    /// <param name="values">At least one; the season is left out where they hold fewer than two.</param>
    /// <param name="forecast">Filled with the forecast; may be empty.</param>
    /// <returns>Sum of the squared errors one step ahead.</returns>
    public double Run(ReadOnlySpan<double> values, Span<double> forecast)
    {
        var period = Season is not null && values.Length >= 2 * Period ? Period : 0;
        Span<double> season = period <= 64 ? stackalloc double[Math.Max(1, period)] : new double[period];
        var (level, trend) = First(values, season, period);
        var (follow, squares) = (Level * (Trend ?? 0), 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var place = period > 0 ? i % period : 0;
            var error = values[i] - level - (Damping * trend) - season[place];
            squares += error * error;
            level += (Damping * trend) + (Level * error);
            trend = (Damping * trend) + (follow * error);
            if (period > 0)
                season[place] += Season!.Value * (1 - Level) * error;
        }
        var (change, step) = (0.0, trend);
        for (var i = 0; i < forecast.Length; i++)
        {
            change += step *= Damping;
            forecast[i] = level + change + (period > 0 ? season[(values.Length + i) % period] : 0);
        }
        return squares;
    }

    // Level and trend before the first value, and the season, from the first values.
    private (double Level, double Trend) First(ReadOnlySpan<double> values, Span<double> season, int period)
    {
        season.Clear();
        if (period == 0)
        {
            var last = Math.Min(values.Length - 1, FirstValues);
            var slope = Trend is null || last == 0 ? 0 : (values[last] - values[0]) / last;
            return (values[0] - (Damping * slope), slope);
        }
        var (first, second) = (Mean(values[..period]), Mean(values.Slice(period, period)));
        var step = Trend is null ? 0 : (second - first) / period;
        var line = (second - first) / period; // the season is what is left of a line, whether the trend goes on or not
        for (var i = 0; i < 2 * period; i++)
            season[i % period] += (values[i] - first - (line * (i - ((period - 1) / 2.0)))) / 2;
        return (first - (step * (period + 1) / 2.0), step);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }
}
