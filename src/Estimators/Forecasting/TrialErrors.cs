using DeepML.Data;
using DeepML.Transforms;

namespace DeepML.Estimators;

/// <summary>Errors of the network and of a simple method on the same held-out values of a series, in its scaled unit.</summary>
internal sealed class TrialErrors
{
    private const double Beyond = 20; // an error larger than that many deviations of the series says no more
    private const int BlockRows = 256;
    private readonly List<Point> _points = [];
    private double _unit = 1; // mean squared error of the simple method, in which series are compared

    /// <summary>Number of values compared.</summary>
    public int Count => _points.Count;

    /// <summary>Places that were forecast from.</summary>
    public int Origins { get; private set; }

    /// <summary>Sum of the network's absolute errors, in the unit of the values.</summary>
    public double NetworkAbsolute { get; private set; }

    /// <summary>Sum of the simple method's absolute errors, in the unit of the values.</summary>
    public double SimpleAbsolute { get; private set; }

    /// <summary>Measures both on the end of a series.</summary>
    /// <param name="model">A network that has not seen the end, without guards.</param>
    /// <param name="series">The series, scaled as it is forecast.</param>
    /// <param name="scale">The scale with which the network was trained.</param>
    /// <param name="simple">The simple method.</param>
    /// <param name="heldOut">Observations at the end.</param>
    /// <param name="horizon">Steps to forecast.</param>
    public static TrialErrors Measure(
        ForecastModel model, PreparedSeries series, SeriesScale scale, SimpleTrial simple, int heldOut, int horizon)
    {
        var errors = new TrialErrors { Origins = heldOut, _unit = Math.Max(1e-12, simple.Squares.Average()) };
        var seen = new PreparedSeries(series.History, scale, series.Windowing);
        var count = series.Scaled.Length;
        for (var start = count - heldOut; start < count; start += BlockRows)
        {
            var windows = Enumerable.Range(start, Math.Min(BlockRows, count - start))
                .Select(end => new SeriesWindow(seen, end, horizon)).ToArray();
            var (forecast, lower, upper) = model.Forecast(windows, horizon, model.Spread.ConfidenceLevel);
            for (var w = 0; w < windows.Length; w++)
            {
                var said = simple.FromEarly(series.Scaled, start + w, horizon);
                for (var step = 0; step < horizon && start + w + step < count; step++)
                    errors.Add(series, start + w + step, step, forecast[(w * horizon) + step], said[step],
                        (lower[(w * horizon) + step], upper[(w * horizon) + step]));
            }
        }
        return errors;
    }

    /// <summary>The errors of several series, each in the unit of its simple method's.</summary>
    public static TrialErrors Together(IReadOnlyList<TrialErrors> series)
    {
        var all = new TrialErrors
        {
            Origins = series.Sum(e => e.Origins),
            NetworkAbsolute = series.Sum(e => e.NetworkAbsolute),
            SimpleAbsolute = series.Sum(e => e.SimpleAbsolute)
        };
        foreach (var errors in series)
        {
            var factor = 1 / Math.Sqrt(errors._unit);
            all._points.AddRange(errors._points.Select(p => p with { Network = p.Network * factor, Simple = p.Simple * factor }));
        }
        return all;
    }

    /// <summary>The share of the network with which the blend of both errs least, drawn towards another one.</summary>
    /// <param name="strength">Values that the other share is worth.</param>
    /// <param name="towards">The other share.</param>
    /// <returns>In [0, 1].</returns>
    public double Weight(double strength, double towards)
    {
        var (gain, distance) = (0.0, 0.0);
        foreach (var point in _points)
        {
            gain += point.Simple * (point.Simple - point.Network);
            distance += (point.Simple - point.Network) * (point.Simple - point.Network);
        }
        var drawn = strength * distance / Count;
        return distance > 0 ? Math.Clamp((gain + (drawn * towards)) / (distance + drawn), 0, 1) : towards;
    }

    /// <summary>The errors of the blend in place of the network's.</summary>
    public TrialErrors Blended(double weight)
    {
        var blended = new TrialErrors { Origins = Origins, _unit = _unit };
        blended._points.AddRange(_points.Select(p => p with { Network = (weight * p.Network) + ((1 - weight) * p.Simple) }));
        return blended;
    }

    /// <summary>Mean squared error of the network over that of the simple method, drawn towards another ratio.</summary>
    /// <param name="strength">Values that the other ratio is worth.</param>
    /// <param name="towards">The other ratio.</param>
    public double Ratio(double strength, double towards)
    {
        if (Count == 0)
            return towards;
        var least = 1e-9 * Count;
        var ratio = (_points.Sum(p => p.Network * p.Network) + least) / (_points.Sum(p => p.Simple * p.Simple) + least);
        return ((ratio * Count) + (strength * towards)) / (Count + strength);
    }

    /// <summary>Adds the squares of the blend's errors, in distances of the network's own bounds, to those of each step.</summary>
    public void AddScores(double weight, double[] squares, double[] counts)
    {
        foreach (var point in _points)
        {
            if (!(point.Bound > 0))
                continue;
            var score = ((weight * point.Network) + ((1 - weight) * point.Simple)) / point.Bound;
            squares[point.Step] += score * score;
            counts[point.Step]++;
        }
    }

    private void Add(PreparedSeries series, int at, int step, float network, double simple, (float Lower, float Upper) bounds)
    {
        if (!series.History.Observed[at] || float.IsNaN(network))
            return;
        var actual = series.Scaled[at];
        _points.Add(new Point(
            step, Math.Clamp(Scaled(series, network) - actual, -Beyond, Beyond), Math.Clamp(simple - actual, -Beyond, Beyond),
            (Scaled(series, bounds.Upper) - Scaled(series, bounds.Lower)) / 2));
        NetworkAbsolute += Math.Abs(network - series.History.Values[at]);
        SimpleAbsolute += Math.Abs(series.Back(simple) - series.History.Values[at]);
    }

    private static double Scaled(PreparedSeries series, float value) => series.Scale.Forward(series.Windowing.Transform.Forward(value));

    private readonly record struct Point(int Step, double Network, double Simple, double Bound);
}
