namespace DeepML.Estimators;

/// <summary>Adds up the errors of one method.</summary>
internal sealed class ForecastErrors
{
    private long _count;
    private long _nonZero;
    private long _scaledCount;
    private long _bounded;
    private double _absolute;
    private double _squared;
    private double _percentage;
    private double _symmetric;
    private double _scaled;
    private double _inside;
    private double _width;
    private long _returns;
    private double _reward;
    private double _rewardSquares;

    /// <summary>Adds a forecast.</summary>
    /// <param name="actual">What happened.</param>
    /// <param name="forecast">What was said.</param>
    /// <param name="scale">Mean error of repeating the season before, in training.</param>
    /// <param name="bounds">Lower and upper bound; null without.</param>
    public void Add(double actual, double forecast, double scale, (double Lower, double Upper)? bounds = null)
    {
        var error = Math.Abs(actual - forecast);
        _count++;
        _absolute += error;
        _squared += error * error;
        if (actual != 0)
        {
            _percentage += error / Math.Abs(actual);
            _nonZero++;
        }
        _symmetric += error == 0 ? 0 : 2 * error / (Math.Abs(actual) + Math.Abs(forecast));
        if (scale > 0)
        {
            _scaled += error / scale;
            _scaledCount++;
        }
        if (bounds is not { } b)
            return;
        _bounded++;
        _inside += actual >= b.Lower && actual <= b.Upper ? 1 : 0;
        _width += b.Upper - b.Lower;
    }

    /// <summary>Adds what following a forecast would have brought.</summary>
    /// <param name="before">The last value known when it was made.</param>
    /// <param name="actual">What happened.</param>
    /// <param name="forecast">What was said.</param>
    public void AddReturn(double before, double actual, double forecast)
    {
        if (before == 0)
            return;
        var gained = Math.Sign(forecast - before) * (actual - before) / Math.Abs(before);
        _returns++;
        _reward += gained;
        _rewardSquares += gained * gained;
    }

    private double RewardToVolatility()
    {
        var mean = _reward / _returns;
        var variance = (_rewardSquares - (_returns * mean * mean)) / (_returns - 1);
        return _returns > 1 && variance > 1e-12 * mean * mean ? mean / Math.Sqrt(variance) : double.NaN;
    }

    /// <summary>The means.</summary>
    public ForecastMetrics Metrics() => new()
    {
        MeanAbsoluteError = _absolute / _count,
        RootMeanSquaredError = Math.Sqrt(_squared / _count),
        MeanAbsolutePercentageError = 100 * _percentage / _nonZero,
        SymmetricMeanAbsolutePercentageError = 100 * _symmetric / _count,
        MeanAbsoluteScaledError = _scaled / _scaledCount,
        IntervalCoverage = _inside / _bounded,
        IntervalWidth = _width / _bounded,
        RewardToVolatility = RewardToVolatility(),
        Count = _count,
    };
}
