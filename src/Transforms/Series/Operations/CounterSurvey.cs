namespace DeepML.Transforms;

/// <summary>Finds counters that never move, and those that fall so often that they are none.</summary>
internal sealed class CounterSurvey(CounterDifferences counters, int slots) : SeriesSurvey
{
    private readonly Dictionary<string, Tally[]> _tallies = [];

    /// <inheritdoc/>
    public override void Take(string series, double[] values)
    {
        if (!_tallies.TryGetValue(series, out var tallies))
            _tallies.Add(series, tallies = [.. Enumerable.Range(0, slots).Select(_ => new Tally())]);
        for (var slot = 0; slot < slots; slot++)
            if (!double.IsNaN(values[slot]))
                tallies[slot].Add(counters, values[slot]);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Remarks(SeriesPlace place) =>
        from series in _tallies
        from slot in Enumerable.Range(0, slots)
        let remark = series.Value[slot].Remark()
        where remark is not null
        select $"{place.Of(slot, series.Key)} {remark}";

    private sealed class Tally
    {
        private double _last = double.NaN;
        private long _values;
        private long _rises;
        private long _resets;

        public void Add(CounterDifferences counters, double value)
        {
            if (_values++ > 0)
            {
                var (growth, fall) = counters.Growth(_last, value);
                _resets += fall == 1 ? 1 : 0;
                _rises += fall == 0 && growth > 0 ? 1 : 0;
            }
            _last = value;
        }

        public string? Remark() => this switch
        {
            { _values: 0 } => "is missing in every row: it has no rate.",
            { _values: > 1, _rises: 0, _resets: 0 } => FormattableString.Invariant(
                $"never moves: it is {_last} in all {_values} rows. Leave it out, or look at what counts."),
            { _resets: > 2 } when _resets * 4 > _rises => FormattableString.Invariant(
                $"falls in {_resets} rows and rises in {_rises}: is it a counter? Values that rise and fall need no differences."),
            _ => null,
        };
    }
}
