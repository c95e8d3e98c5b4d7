namespace DeepML.Transforms;

/// <summary>A step of a series, and what has become of the values in it.</summary>
/// <param name="cells">How many columns there are.</param>
internal sealed class AlignedStep(int cells)
{
    private readonly (double Value, long Count, long Ticks)[] _cells = new (double, long, long)[cells];

    /// <summary>Offset from UTC of the first row in the step, in ticks; of a step without one that of the step before.</summary>
    public long Offset { get; init; }

    /// <summary>Takes a value; NaN is none.</summary>
    public void Add(int cell, SeriesAggregate aggregate, double value, long ticks)
    {
        if (double.IsNaN(value))
            return;
        ref var found = ref _cells[cell];
        var isFirst = found.Count++ == 0;
        found.Value = aggregate switch
        {
            SeriesAggregate.Minimum => isFirst ? value : Math.Min(found.Value, value),
            SeriesAggregate.Maximum => isFirst ? value : Math.Max(found.Value, value),
            SeriesAggregate.Last => isFirst || ticks >= found.Ticks ? value : found.Value,
            _ => found.Value + value,
        };
        found.Ticks = isFirst ? ticks : Math.Max(found.Ticks, ticks);
    }

    /// <summary>What has become of the values of a column; NaN if there was none.</summary>
    public double Value(int cell, SeriesAggregate aggregate)
    {
        var (sum, count, _) = _cells[cell];
        return aggregate switch
        {
            SeriesAggregate.Count => count,
            _ when count == 0 => double.NaN,
            SeriesAggregate.Mean => sum / count,
            _ => sum,
        };
    }
}
