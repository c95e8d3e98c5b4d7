using DeepML.Data;
using DeepML.Transforms;

namespace DeepML.Estimators;

/// <summary>
/// What a rolling origin has shown: errors of the network and of each series' best simple method on the same values, of which neither has
/// learned, and what follows from them for forecasts and bounds.
/// </summary>
/// <param name="options">The forecaster's.</param>
/// <param name="whole">The series as they are forecast.</param>
/// <param name="hasBounds">Whether bounds are asked for.</param>
internal sealed class ForecastTrial(RecurrentForecastOptions options, ForecastPlan whole, bool hasBounds)
{
    private const double Undecided = 0.5; // the network's share where it could not be measured
    private const double Silencing = 4; // of a method that errs a fifth more, a third or so of its share is left
    private readonly SimpleTrial[] _simple =
        [.. whole.Series.Select(s => SimpleTrial.Run(s.Scaled, s.History.Observed, whole.Gaps.Period, options.Horizon))];

    /// <summary>Measures a network that has not seen the end of the series.</summary>
    /// <param name="model">The network, without guards.</param>
    /// <param name="scales">The scales that it was trained with, of the series that are measured.</param>
    /// <param name="heldOut">Observations at the end of a series that it has not seen.</param>
    public TrialErrors[] Measure(ForecastModel model, IReadOnlyDictionary<string, SeriesScale> scales, Func<SeriesHistory, int> heldOut) =>
        [.. whole.Series.Select((series, i) => scales.TryGetValue(series.History.Name, out var scale)
            ? TrialErrors.Measure(model, series, scale, _simple[i], heldOut(series.History), options.Horizon)
            : new TrialErrors())];

    /// <summary>What follows for each series.</summary>
    /// <param name="errors">What was measured; null if nothing could be.</param>
    public IReadOnlyDictionary<string, SeriesGuard> Guards(TrialErrors[]? errors)
    {
        var all = TrialErrors.Together(errors ?? []);
        var general = !options.Safeguard ? 1 : all.Count == 0 ? Undecided : all.Weight(options.Horizon, 0);
        var weights = _simple.Select(
            (_, i) => options.Safeguard && all.Count > 0 ? Weight(errors![i], general, all.Ratio(0, 1)) : general).ToArray();
        var ratio = errors is null ? 1 : TrialErrors.Together([.. errors.Select((e, i) => e.Blended(weights[i]))]).Ratio(0, 1);
        var ofNetwork = hasBounds && !options.Distribution.BoundsAreMeasured && all.Count > 0;
        var (stretch, worth) = ofNetwork ? Stretch(errors!, weights) : ([], []);
        return whole.Series.Select((series, i) => (series, i)).ToDictionary(s => s.series.History.Name, s =>
        {
            var simple = _simple[s.i];
            var own = errors is null ? ratio : errors[s.i].Blended(weights[s.i]).Ratio(4 * options.Horizon, ratio);
            return new SeriesGuard(
                options.Safeguard ? simple.Method : null, weights[s.i], simple.Memory, s.series.Scaled.Min(), s.series.Scaled.Max(),
                s.series.Scaled.Length,
                s.series.History.Values.Min() >= 0, ofNetwork,
                !hasBounds ? [] : ofNetwork ? stretch : [.. simple.Squares.Select(square => Math.Sqrt(square * own))],
                !hasBounds ? [] : ofNetwork ? worth : simple.Freedom);
        });
    }

    /// <summary>The best simple method's error beside the network's; null if nothing could be measured.</summary>
    public Baseline? Baseline(TrialErrors[]? errors)
    {
        var all = TrialErrors.Together(errors ?? []);
        return all.Count == 0 ? null : new Baseline(
            _simple.Length == 1 ? _simple[0].Method.Name : "the best simple method of each series",
            "mean absolute error on held-out observations",
            all.SimpleAbsolute / all.Count, all.NetworkAbsolute / all.Count);
    }

    /// <summary>What the safeguard has chosen, for people.</summary>
    public AutomaticChoice? Choice(IReadOnlyDictionary<string, SeriesGuard> guards, bool measured)
    {
        if (!options.Safeguard)
            return null;
        var methods = _simple.GroupBy(s => s.Method.Name)
            .OrderByDescending(g => g.Count()).Select(g => _simple.Length == 1 ? g.Key : $"{g.Key} for {g.Count()} series");
        return new AutomaticChoice(
            nameof(options.Safeguard), FormattableString.Invariant(
                $"{guards.Values.Average(g => g.NetworkWeight):P0} network, the rest {string.Join(", ", methods)}"),
            measured ? "errors on a rolling origin over the end of the series" : "the series are too short to measure the network");
    }

    // Drawn towards that of all series; and the more the simple method has lost, the less it speaks beside the network.
    private double Weight(TrialErrors errors, double general, double ratio)
    {
        var strength = 4 * options.Horizon;
        var weight = errors.Count > 0 ? errors.Weight(strength, general) : general;
        return 1 - ((1 - weight) * Math.Pow(Math.Min(1, errors.Ratio(strength, ratio)), Silencing));
    }

    // How much wider the network's own bounds must be, per step: neighbouring steps lend each other their errors.
    private (double[] Deviations, double[] Freedom) Stretch(TrialErrors[] errors, double[] weights)
    {
        var reach = Math.Max(1, options.Horizon / 4);
        var (squares, counts) = (new double[options.Horizon], new double[options.Horizon]);
        for (var i = 0; i < errors.Length; i++)
            errors[i].AddScores(weights[i], squares, counts);
        var independent = errors.Sum(e => (double)e.Origins) / options.Horizon;
        var deviations = new double[options.Horizon];
        for (var step = 0; step < deviations.Length; step++)
        {
            var near = Enumerable.Range(
                Math.Max(0, step - reach), Math.Min(deviations.Length, step + reach + 1) - Math.Max(0, step - reach)).ToArray();
            var count = near.Sum(n => counts[n]);
            deviations[step] = count > 0 ? Math.Sqrt(near.Sum(n => squares[n]) / count) : step > 0 ? deviations[step - 1] : 1;
        }
        return (deviations, [.. deviations.Select(_ => independent)]);
    }
}
