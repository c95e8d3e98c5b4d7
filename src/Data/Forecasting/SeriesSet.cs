using System.Globalization;
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

    /// <summary>Reads every row.</summary>
    /// <exception cref="InvalidOperationException">There are no rows, or times are unordered or occur twice within a series.</exception>
    public static SeriesSet Read(IDataView data, SeriesColumns columns)
    {
        var set = new SeriesSet(columns);
        foreach (var observation in columns.Read(data))
            set.Add(observation);
        if (set.All.Count == 0)
            throw new InvalidOperationException($"There are no rows to train on: column '{columns.Value}' was read to its end without finding one.");
        return set;
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
    public SeriesSet WithoutLast(int count)
    {
        var set = new SeriesSet(Columns);
        foreach (var series in All)
            set.Add(series.Slice(0, Math.Max(0, series.Count - count)));
        return set;
    }

    /// <summary>Refuses an observation that does not come after a series' last one.</summary>
    /// <exception cref="InvalidOperationException">Its time is the same or earlier.</exception>
    public static void CheckOrder(SeriesHistory series, in SeriesObservation observation, string timeColumn)
    {
        if (observation.Ticks is not { } ticks || series.Ticks.Count == 0 || ticks > series.Ticks[^1])
            return;
        var (now, before) = (Print(ticks), Print(series.Ticks[^1]));
        var where = series.Name.Length > 0 ? $" of series '{series.Name}'" : "";
        throw new InvalidOperationException(ticks == series.Ticks[^1]
            ? $"Time column '{timeColumn}' is {now} in row {observation.Row}{where}, as in the observation before it. Remove duplicates first."
            : $"Time column '{timeColumn}' is {now} in row {observation.Row}{where}, earlier than {before} before it. Sort the rows by time first.");
    }

    private void Add(in SeriesObservation observation)
    {
        if (!_byName.TryGetValue(observation.Series, out var series))
            Add(series = new SeriesHistory(observation.Series));
        CheckOrder(series, observation, Columns.Time ?? "");
        series.Add(observation);
    }

    private static string Print(long ticks) => new DateTime(ticks).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
