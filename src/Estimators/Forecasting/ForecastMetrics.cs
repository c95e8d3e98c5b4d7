namespace DeepML;

/// <summary>Errors of forecasts against what happened.</summary>
public sealed record ForecastMetrics
{
    /// <summary>Mean of |actual - forecast|, in the unit of the series.</summary>
    public double MeanAbsoluteError { get; init; }

    /// <summary>Root of the mean of (actual - forecast)², in the unit of the series.</summary>
    public double RootMeanSquaredError { get; init; }

    /// <summary>Mean of |actual - forecast| / |actual|, in percent; values of 0 are left out, NaN if there are no others.</summary>
    public double MeanAbsolutePercentageError { get; init; }

    /// <summary>Mean of 2·|actual - forecast| / (|actual| + |forecast|), in percent, from 0 to 200.</summary>
    public double SymmetricMeanAbsolutePercentageError { get; init; }

    /// <summary>
    /// Mean absolute error over that of repeating the season before within the training data (Hyndman and Koehler, Int. J.
    /// Forecasting 22, 2006); below 1 is better than that. NaN if the training data repeat exactly.
    /// </summary>
    public double MeanAbsoluteScaledError { get; init; }

    /// <summary>Share of the values between the bounds; NaN without bounds.</summary>
    public double IntervalCoverage { get; init; } = double.NaN;

    /// <summary>Mean distance of the bounds, in the unit of the series; NaN without bounds.</summary>
    public double IntervalWidth { get; init; } = double.NaN;

    /// <summary>
    /// Reward-to-volatility ratio of following the forecasts: the mean of the returns, over their standard deviation. The return of a value
    /// is its change relative to the last value known when it was forecast, with the sign of the change that was foretold (Sharpe, J.
    /// Business 39, 1966, without a riskless rate).
    /// </summary>
    /// <value>NaN with fewer than two returns, or if all are the same; values forecast from 0 are left out.</value>
    public double RewardToVolatility { get; init; } = double.NaN;

    /// <summary>Number of values compared.</summary>
    public long Count { get; init; }
}
