using DeepML.Data;
using DeepML.Transforms;

namespace DeepML.Estimators;

/// <summary>Measures forecasts on the end of series that the network has not learned from.</summary>
internal static class ForecastCalibration
{
    private const int BlockRows = 512;

    /// <summary>Deviation of the errors per step, and the error beside that of the seasonal naive forecast.</summary>
    /// <param name="model">A network that has not seen what is measured on.</param>
    /// <param name="series">The series, whole.</param>
    /// <param name="scales">The scale of each series in whose unit the deviations are wanted.</param>
    /// <param name="firstEnd">Per series: observations before the first forecast.</param>
    /// <param name="horizon">Steps to measure.</param>
    /// <param name="period">Length of the season; 0 for none.</param>
    public static (double[] Deviations, Baseline Baseline) Measure(
        ForecastModel model, IReadOnlyList<PreparedSeries> series, IReadOnlyDictionary<string, SeriesScale> scales, Func<PreparedSeries, int> firstEnd, int horizon, int period)
    {
        var (squares, counts) = (new double[horizon], new long[horizon]);
        var (network, naive, measured) = (0.0, 0.0, 0L);
        foreach (var prepared in series)
        {
            var (transform, unit) = (prepared.Windowing.Transform, scales[prepared.History.Name].Deviation);
            var values = prepared.History.Values.Select(v => (double)v).ToArray();
            for (var start = Math.Max(firstEnd(prepared), prepared.Windowing.RequiredHistory); start < values.Length; start += BlockRows)
            {
                var windows = Enumerable.Range(start, Math.Min(BlockRows, values.Length - start)).Select(end => new SeriesWindow(prepared, end, horizon)).ToArray();
                var (forecast, _, _) = model.Forecast(windows, horizon, 0.5);
                for (var w = 0; w < windows.Length; w++)
                {
                    var end = start + w;
                    var simple = SeriesBaselines.SeasonalNaiveWithDrift(new ArraySegment<double>(values, 0, end), horizon, period);
                    for (var step = 0; step < horizon && end + step < values.Length; step++)
                    {
                        var said = forecast[(w * horizon) + step];
                        if (!prepared.History.Observed[end + step] || float.IsNaN(said))
                            continue;
                        var error = (transform.Forward(said) - transform.Forward(values[end + step])) / unit;
                        squares[step] += error * error;
                        counts[step]++;
                        network += Math.Abs(said - values[end + step]);
                        naive += Math.Abs(simple[step] - values[end + step]);
                        measured++;
                    }
                }
            }
        }
        var baseline = new Baseline(
            period > 0 ? "last season with drift" : "last value with drift", "mean absolute error on held-out observations",
            naive / Math.Max(1, measured), network / Math.Max(1, measured));
        return (Smooth(squares, counts), baseline);
    }

    // Steps are measured on few forecasts, late ones on fewest: neighbours lend each other their errors.
    private static double[] Smooth(double[] squares, long[] counts)
    {
        var reach = Math.Max(1, squares.Length / 8);
        var deviations = new double[squares.Length];
        for (var step = 0; step < deviations.Length; step++)
        {
            var (sum, count) = (0.0, 0L);
            for (var near = Math.Max(0, step - reach); near <= Math.Min(deviations.Length - 1, step + reach); near++)
                (sum, count) = (sum + squares[near], count + counts[near]);
            deviations[step] = count > 0 ? Math.Sqrt(sum / count) : step > 0 ? deviations[step - 1] : 0;
        }
        return deviations;
    }
}
