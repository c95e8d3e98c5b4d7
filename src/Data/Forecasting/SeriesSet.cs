using Microsoft.ML;

namespace DeepML.Data;

/// <summary>Every series of the data, read in order and checked.</summary>
/// <param name="columns">The columns read.</param>
internal sealed class SeriesSet(SeriesColumns columns)
{
    private readonly Dictionary<string, SeriesHistory> _byName = [];

    /// <summary>The series, in the order of their first rows.</summary>
    public List<SeriesHistory> All { get; } = [];

    /// <summary>The columns read.</summary>
    public SeriesColumns Columns { get; } = columns;

    /// <summary>How times follow each other; null without times, or before <see cref="WithAbsent"/>.</summary>
    public SeriesSteps? Steps { get; init; }

    /// <summary>Reads every row; the rows of a series may come in any order of their times.</summary>
    /// <exception cref="InvalidOperationException">There are no rows, or a time occurs twice within a series.</exception>
    public static SeriesSet Read(IDataView data, SeriesColumns columns)
    {
        var set = new SeriesSet(columns);
        foreach (var series in columns.Read(data).GroupBy(observation => observation.Series))
            set.Add(Ordered(series, columns));
        if (set.All.Count == 0)
            throw new InvalidOperationException(
                $"There are no rows to train on: column '{columns.Value}' was read to its end without finding one.");
        return set;
    }

    /// <summary>The set with the steps that have no row as missing values.</summary>
    /// <param name="gaps">How gaps are filled.</param>
    /// <param name="frequency">The step that the user has given; null to find it.</param>
    /// <param name="steps">The steps of a fitted model, which are taken over; null for none.</param>
    /// <exception cref="InvalidOperationException">Gaps are refused, or too long; or two observations lie in one step.</exception>
    public SeriesSet WithAbsent(SeriesGaps gaps, Frequency? frequency, SeriesSteps? steps)
    {
        if (Columns.Time is null)
            return this;
        steps ??= SeriesSteps.Of([.. All.Select(series => series.Ticks)], frequency);
        var whole = new SeriesSet(Columns) { Steps = steps };
        foreach (var series in All)
        {
            var even = new SeriesHistory(series.Name);
            foreach (var observation in series.Observations())
            {
                steps.AddAbsent(even, observation, gaps, Columns);
                even.Add(observation);
            }
            whole.Add(even);
        }
        return whole;
    }

    /// <summary>The series of a name; null if there is none.</summary>
    public SeriesHistory? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Adds a whole series.</summary>
    public void Add(SeriesHistory series)
    {
        _byName.Add(series.Name, series);
        All.Add(series);
    }

    /// <summary>Replaces the series of the same name.</summary>
    public void Replace(SeriesHistory series)
    {
        All[All.FindIndex(s => s.Name == series.Name)] = series;
        _byName[series.Name] = series;
    }

    /// <summary>The set without the last observations of each series.</summary>
    public SeriesSet WithoutLast(int count) => Without(_ => count);

    /// <summary>The set without the last observations of each series, as many as are said of each.</summary>
    public SeriesSet Without(Func<SeriesHistory, int> count)
    {
        var set = new SeriesSet(Columns) { Steps = Steps };
        foreach (var series in All)
            set.Add(series.Slice(0, Math.Max(0, series.Count - count(series))));
        return set;
    }

    /// <summary>Refuses an observation that does not come after a series' last one.</summary>
    /// <exception cref="InvalidOperationException">Its time is the same or earlier.</exception>
    public static void CheckOrder(SeriesHistory series, in SeriesObservation observation, string timeColumn)
    {
        if (observation.Ticks is not { } ticks || series.Ticks.Count == 0 || ticks > series.Ticks[^1])
            return;
        var (now, before) = (SeriesSteps.Print(ticks), SeriesSteps.Print(series.Ticks[^1]));
        var where = series.Name.Length > 0 ? $" of series '{series.Name}'" : "";
        throw new InvalidOperationException(ticks == series.Ticks[^1]
            ? $"Time column '{timeColumn}' is {now} in row {observation.Row}{where}, as in the observation before it. Remove duplicates "
                + "first."
            : $"Time column '{timeColumn}' is {now} in row {observation.Row}{where}, earlier than {before} before it. Sort the rows by "
                + "time first.");
    }

    private static SeriesHistory Ordered(IEnumerable<SeriesObservation> rows, SeriesColumns columns)
    {
        var series = default(SeriesHistory);
        foreach (var observation in columns.Time is null ? rows : rows.OrderBy(observation => observation.Ticks))
        {
            series ??= new SeriesHistory(observation.Series);
            CheckOrder(series, observation, columns.Time ?? "");
            series.Add(observation);
        }
        return series!;
    }
}
