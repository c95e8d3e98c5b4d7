namespace DeepML.Transforms;

/// <summary>Finds numbers that are missing in every row of a series: there is nothing to fill them with.</summary>
internal sealed class MissingSurvey(int slots) : SeriesSurvey
{
    private readonly Dictionary<string, bool[]> _seen = [];

    /// <inheritdoc/>
    public override void Take(string series, double[] values)
    {
        if (!_seen.TryGetValue(series, out var seen))
            _seen.Add(series, seen = new bool[slots]);
        for (var slot = 0; slot < slots; slot++)
            seen[slot] |= !double.IsNaN(values[slot]);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Remarks(SeriesPlace place) =>
        from seen in _seen
        from slot in Enumerable.Range(0, slots)
        where !seen.Value[slot]
        select $"{place.Of(slot, seen.Key)} is missing in every row: nothing can be filled in. Leave it out, or look at the sensor.";
}
