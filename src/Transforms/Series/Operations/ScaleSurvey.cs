using DeepML.Data;

namespace DeepML.Transforms;

/// <summary>Learns how the numbers of each series, and those of all together, are scaled.</summary>
internal sealed class ScaleSurvey(SeriesScalingMethod method, int slots) : SeriesSurvey
{
    private readonly Dictionary<string, List<double>[]> _values = [];

    /// <inheritdoc/>
    public override void Take(string series, double[] values)
    {
        if (!_values.TryGetValue(series, out var seen))
            _values.Add(series, seen = [.. Enumerable.Range(0, slots).Select(_ => new List<double>())]);
        for (var slot = 0; slot < slots; slot++)
            if (!double.IsNaN(values[slot]))
                seen[slot].Add(values[slot]);
    }

    /// <inheritdoc/>
    public override SeriesScales Scales(SeriesPlace place)
    {
        if (_values.Count == 0)
            throw new InvalidOperationException(
                $"There are no rows to learn from: column '{place.Column}' was read to its end without finding one.");
        var all = Enumerable.Range(0, slots).Select(slot => _values.Values.SelectMany(series => series[slot]).ToList()).ToArray();
        var scales = _values.Values.Append(all).Select(series => Array.ConvertAll(series, Of)).ToArray();
        return new SeriesScales(
            [.. _values.Keys], Array.ConvertAll(scales, s => Array.ConvertAll(s, scale => scale.Centre)),
            Array.ConvertAll(scales, s => Array.ConvertAll(s, scale => scale.Width)));
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Remarks(SeriesPlace place) =>
        from series in _values
        from slot in Enumerable.Range(0, slots)
        where series.Value[slot].Count == 0
        select $"{place.Of(slot, series.Key)} is missing in every row: it is not scaled.";

    private (double Centre, double Width) Of(List<double> values)
    {
        if (values.Count == 0)
            return (0, 1);
        switch (method)
        {
            case SeriesScalingMethod.MinMax:
                return Spread(values.Min(), values.Max() - values.Min());
            case SeriesScalingMethod.Standard:
                var scale = SeriesScale.Of(values);
                return (scale.Mean, scale.Deviation);
            default:
                values.Sort();
                return Spread(Quantile(values, 0.5), Quantile(values, 0.75) - Quantile(values, 0.25));
        }
    }

    private static (double Centre, double Width) Spread(double centre, double width) => (centre, width > 0 ? width : 1);

    // Between the two nearest values, on a straight line: type 7 of Hyndman and Fan, The American Statistician 50(4), 1996.
    private static double Quantile(List<double> ordered, double share)
    {
        var place = share * (ordered.Count - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, ordered.Count - 1);
        return ordered[below] + ((place - below) * (ordered[above] - ordered[below]));
    }
}
