namespace DeepML.Data;

/// <summary>
/// The observations of one series, in order of time: values without gaps, which of them are real, times and further columns.
/// </summary>
/// <param name="name">The series' key as text; empty if there is only one.</param>
internal sealed class SeriesHistory(string name)
{
    /// <summary>The series' key as text; empty if there is only one.</summary>
    public string Name { get; } = name;

    /// <summary>The values; a gap that has not been filled yet is NaN.</summary>
    public List<float> Values { get; } = [];

    /// <summary>Per value: whether it was measured and not filled in.</summary>
    public List<bool> Observed { get; } = [];

    /// <summary>Times in ticks; empty without a time column.</summary>
    public List<long> Ticks { get; } = [];

    /// <summary>Per row: the columns known in the past only, then those known in the future too.</summary>
    public List<float[]> Extras { get; } = [];

    /// <summary>Rows in the data from which the observations came, for errors.</summary>
    public List<long> Rows { get; } = [];

    /// <summary>Observations at the end that were not measured, those included that have been forgotten since.</summary>
    public int MissingAtEnd { get; set; }

    /// <summary>Number of observations.</summary>
    public int Count => Values.Count;

    /// <summary>Appends an observation.</summary>
    public void Add(in SeriesObservation observation)
    {
        Values.Add(observation.Value);
        Observed.Add(!float.IsNaN(observation.Value));
        MissingAtEnd = float.IsNaN(observation.Value) ? MissingAtEnd + 1 : 0;
        if (observation.Ticks is { } ticks)
            Ticks.Add(ticks);
        Extras.Add(observation.Extras);
        Rows.Add(observation.Row);
    }

    /// <summary>The observations, one by one.</summary>
    public IEnumerable<SeriesObservation> Observations()
    {
        for (var i = 0; i < Count; i++)
            yield return new SeriesObservation(Name, Values[i], Ticks.Count > 0 ? Ticks[i] : null, Extras[i], Rows[i]);
    }

    /// <summary>A copy of some observations.</summary>
    public SeriesHistory Slice(int start, int count)
    {
        var slice = new SeriesHistory(Name) { MissingAtEnd = start + count == Count ? MissingAtEnd : 0 };
        slice.Values.AddRange(Values.GetRange(start, count));
        slice.Observed.AddRange(Observed.GetRange(start, count));
        if (Ticks.Count > 0)
            slice.Ticks.AddRange(Ticks.GetRange(start, count));
        slice.Extras.AddRange(Extras.GetRange(start, count));
        slice.Rows.AddRange(Rows.GetRange(start, count));
        return slice;
    }

    /// <summary>A copy of the last observations, at most <paramref name="count"/>.</summary>
    public SeriesHistory Last(int count) => Slice(Math.Max(0, Count - count), Math.Min(count, Count));
}
