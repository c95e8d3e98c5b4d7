using DeepML.Data;

namespace DeepML.Estimators;

/// <summary>Runs a backtest: every fold is forecast from what lies before it, by the network and by simple methods.</summary>
/// <param name="train">Trains on a set; may fill its gaps.</param>
/// <param name="set">The whole series, as read.</param>
/// <param name="options">The forecaster's.</param>
internal sealed class ForecastBacktester(
    Func<SeriesSet, RecurrentForecastTransformer> train, SeriesSet set, RecurrentForecastOptions options)
{
    private const int MostLags = 60;
    private readonly ForecastErrors _network = new();
    private readonly SortedDictionary<int, (string Name, ForecastErrors Errors)> _baselines = [];
    private readonly List<ForecastFold> _folds = [];

    /// <summary>Runs the folds.</summary>
    public ForecastBacktest Run(int folds, int horizon, bool refit, bool hasBounds)
    {
        var needed = (long)folds * horizon;
        var least = (long)options.WindowSize + options.Horizon;
        if (set.All.Find(s => s.Count < needed + least) is { } tooShort)
            throw new InvalidOperationException(
                $"{folds} folds of {horizon} observations are {needed}, and WindowSize {options.WindowSize} + Horizon {options.Horizon} = "
                    + $"{least} are needed before them, but "
                + $"{(set.Columns.Series is not null ? $"series '{tooShort.Name}'" : $"column '{set.Columns.Value}'")} has "
                + $"{tooShort.Count} rows. Ask for fewer folds, or give more rows.");
        RecurrentForecastTransformer? model = null;
        try
        {
            for (var fold = 0; fold < folds; fold++)
            {
                var past = set.WithoutLast((folds - fold) * horizon);
                if (refit || model is null)
                {
                    model?.Dispose();
                    model = train(past);
                }
                else
                {
                    foreach (var series in past.All)
                        model.Gaps.Fill(series, set.Columns.Value);
                }
                foreach (var series in past.All)
                    Forecast(model, series, fold, horizon, hasBounds);
            }
        }
        finally
        {
            model?.Dispose();
        }
        return new ForecastBacktest(
            new ForecastReport("recurrent network", _network.Metrics()),
            [.. _baselines.Values.Select(b => new ForecastReport(b.Name, b.Errors.Metrics()))], _folds);
    }

    private void Forecast(RecurrentForecastTransformer model, SeriesHistory past, int fold, int horizon, bool hasBounds)
    {
        var whole = set.Find(past.Name)!;
        var start = past.Count;
        var ahead = Enumerable.Range(start, horizon).Select(i => new SeriesObservation(
            past.Name, float.NaN, whole.Ticks.Count > 0 ? whole.Ticks[i] : null, whole.Extras[i], whole.Rows[i])).ToArray();
        var (forecast, lower, upper) = model.ForecastFrom(past, ahead, horizon, model.Model.Spread.ConfidenceLevel);
        var actual = whole.Values.GetRange(start, horizon).ToArray();
        _folds.Add(new ForecastFold(fold, past.Name, start, actual, forecast, lower, upper));

        var values = past.Values.Select(v => (double)v).ToArray();
        var scale = SeasonalScale(values, model.SeasonalPeriod);
        for (var step = 0; step < horizon; step++)
            if (whole.Observed[start + step])
            {
                _network.Add(actual[step], forecast[step], scale, hasBounds ? (lower[step], upper[step]) : null);
                _network.AddReturn(values[^1], actual[step], forecast[step]);
            }
        var order = Math.Min(model.SeasonalPeriod > 0 ? Math.Min(MostLags, model.SeasonalPeriod + 1) : 10, values.Length / 4);
        var transform = model.Windowing.Transform;
        var regression =
            SeriesBaselines.Autoregression([.. values.Select(transform.Forward)], horizon, order)?.Select(transform.Back).ToArray();
        Compare(0, "last value", SeriesBaselines.LastValue(values, horizon));
        Compare(1, model.SeasonalPeriod > 0 ? $"season of {model.SeasonalPeriod} with drift" : "last value with drift",
            SeriesBaselines.SeasonalNaiveWithDrift(values, horizon, model.SeasonalPeriod));
        Compare(2, $"autoregression of order {order}{(transform.Lambda == 0 ? " on logs" : "")}", regression);
        if (model.SeasonalPeriod > 0)
            Compare(3, "last season", new SimpleMethod(SimpleKind.LastSeason, null, null, model.SeasonalPeriod).Forecast(values, horizon));
        var smoothed = new double[horizon];
        double[] transformed = [.. values.Select(transform.Forward)];
        SmoothingFit.Best(transformed, model.SeasonalPeriod).Run(transformed, smoothed);
        Compare(4, $"exponential smoothing{(transform.Lambda == 0 ? " on logs" : "")}", [.. smoothed.Select(transform.Back)]);

        void Compare(int place, string name, double[]? said)
        {
            if (said is null)
                return;
            if (!_baselines.TryGetValue(place, out var baseline))
                _baselines.Add(place, baseline = (name, new ForecastErrors()));
            for (var step = 0; step < horizon; step++)
                if (whole.Observed[start + step])
                {
                    baseline.Errors.Add(actual[step], said[step], scale);
                    baseline.Errors.AddReturn(values[^1], actual[step], said[step]);
                }
        }
    }

    private static double SeasonalScale(double[] values, int period)
    {
        var season = period > 0 && values.Length > period ? period : 1;
        return values.Length <= season ? 0 : values.Skip(season).Zip(values, (now, before) => Math.Abs(now - before)).Average();
    }
}
