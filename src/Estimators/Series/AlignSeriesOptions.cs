using DeepML.Trainers;
using DeepML.Transforms;

namespace DeepML;

/// <summary>A clock, and what is brought onto it.</summary>
public sealed record AlignSeriesOptions
{
    /// <summary>Name of the column with the times of the rows: date and time, with or without an offset.</summary>
    /// <value>The default is "Time".</value>
    public string TimeColumnName { get; init; } = "Time";

    /// <summary>
    /// A step of the clock. Steps begin at multiples of it since midnight of 1 January of the year 1: of 5 minutes at :00, :05, :10. A row
    /// is in the step that begins at its time or before, and the row that comes out has the time at which the step begins.
    /// </summary>
    /// <value>
    /// Above 0; the default is one minute. Of times with an offset (DateTimeOffset) whole days are those of the clock on the wall, of 23 to
    /// 25 hours where summer time begins or ends; shorter steps are counted in UTC, so that an hour which the wall's clock shows twice is
    /// two.
    /// </value>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What becomes of the values in a step.</summary>
    /// <value>
    /// The default is <see cref="SeriesAggregate.Mean"/>. Booleans take <see cref="SeriesAggregate.Maximum"/>, yes if one is, unless
    /// <see cref="Aggregates"/> says otherwise.
    /// </value>
    public SeriesAggregate Aggregate { get; init; } = SeriesAggregate.Mean;

    /// <summary>What becomes of those of single columns, by name: the last of a counter, the largest of a load.</summary>
    /// <value>By default empty.</value>
    public IReadOnlyDictionary<string, SeriesAggregate> Aggregates { get; init; } = new Dictionary<string, SeriesAggregate>();

    /// <summary>Name of the column that tells which series a row belongs to: text, or a key of uint.</summary>
    /// <value>Null (the default) is one series.</value>
    public string? SeriesColumnName { get; init; }

    /// <summary>Names of the columns that are brought onto the clock: single numbers or booleans.</summary>
    /// <value>Empty (the default) takes every such column. A float stays a float, other numbers become doubles.</value>
    public IReadOnlyList<string> ColumnNames { get; init; } = [];

    /// <summary>
    /// Name of a column of texts that tells which metric the number of a row is of: each of <see cref="Metrics"/> becomes a column.
    /// </summary>
    /// <value>
    /// Null (the default) where each metric has a column; otherwise <see cref="ColumnNames"/> names the one column of numbers.
    /// </value>
    public string? MetricColumnName { get; init; }

    /// <summary>The metrics that become columns, by the texts that name them; rows of others are left out.</summary>
    /// <value>At least one with <see cref="MetricColumnName"/>; by default empty.</value>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>What becomes of a row whose time is before that of an earlier row of its series.</summary>
    /// <value>The default is <see cref="RowOrder.Sort"/>.</value>
    public RowOrder Order { get; init; } = RowOrder.Sort;

    /// <summary>What becomes of two rows of a series at one time.</summary>
    /// <value>
    /// The default is <see cref="EqualTimes.Aggregate"/>, the only one with <see cref="MetricColumnName"/>: metrics share times.
    /// </value>
    public EqualTimes EqualTimes { get; init; } = EqualTimes.Aggregate;

    /// <summary>
    /// Steps without a row, on end, that come out as rows of missing values; a longer leap is an error, for a time that is wrong.
    /// </summary>
    /// <value>In [0, 100,000,000]; the default is 1,000,000.</value>
    public int MaximumGap { get; init; } = 1_000_000;

    internal void Validate()
    {
        var faults = new OptionFaults();
        if (string.IsNullOrEmpty(TimeColumnName))
            faults.Add(nameof(TimeColumnName), TimeColumnName is null ? null : "\"\"", "a name");
        if (Every <= TimeSpan.Zero)
            faults.Add(nameof(Every), Every, "above 0");
        faults.Defined(Aggregate, nameof(Aggregate));
        faults.Defined(Order, nameof(Order));
        faults.Defined(EqualTimes, nameof(EqualTimes));
        faults.InRange(MaximumGap, 0, AlignDescription.MostGap, nameof(MaximumGap));
        if (SeriesColumnName is "")
            faults.Add(nameof(SeriesColumnName), "\"\"", "a name, or null for one series");
        foreach (var (name, names) in new[] { (nameof(ColumnNames), ColumnNames), (nameof(Metrics), Metrics) })
            if (names is null || names.Any(string.IsNullOrEmpty) || names.Distinct().Count() < names.Count)
                faults.Add(name, names is null ? null : $"[{string.Join(", ", names)}]", "a list of names, each once");
        if (faults.Given(Aggregates, nameof(Aggregates)))
            foreach (var (name, aggregate) in Aggregates)
                faults.Defined(aggregate, $"{nameof(Aggregates)}[\"{name}\"]");
        ValidateMetrics(faults);
        faults.ThrowIfAny("options");
    }

    private void ValidateMetrics(OptionFaults faults)
    {
        if (MetricColumnName is "")
            faults.Add(nameof(MetricColumnName), "\"\"", "a name, or null where each metric has a column");
        if (MetricColumnName is null && Metrics is { Count: > 0 })
            faults.Add(nameof(Metrics), $"[{string.Join(", ", Metrics)}]", "empty without MetricColumnName");
        if (MetricColumnName is null)
            return;
        if (Metrics is { Count: 0 })
            faults.Add(nameof(Metrics), "empty", "a list of at least one name with MetricColumnName");
        if (ColumnNames is not { Count: 1 })
            faults.Add(nameof(ColumnNames), $"[{string.Join(", ", ColumnNames ?? [])}]", "the one column of numbers with MetricColumnName");
        if (EqualTimes == EqualTimes.Refuse)
            faults.Add(nameof(EqualTimes), EqualTimes, "Aggregate with MetricColumnName: metrics share times");
    }
}
