using System.Text.Json.Serialization;
using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a forecaster beside its weights.</summary>
internal sealed record RecurrentForecastDescription(
    ForecastColumns Columns, int Horizon, RecurrentForecastArchitecture Architecture, SeriesWindowing Windowing, ForecastSpread Spread,
    SeriesGaps Gaps, SavedSeries[] Series, TrainingHistory History) : IModelDescription<RecurrentForecastNetwork>
{
    /// <summary>Observations that a forecaster has to remember.</summary>
    [JsonIgnore]
    public int Kept => Math.Max(Math.Max(Windowing.RequiredHistory, Gaps.Period + 2), SimpleTrial.Remembered(Gaps.Period));

    /// <summary>What each series has shown, by its name; without those that nothing is known of.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, SeriesGuard> Guards =>
        Series.Where(series => series.Guard is not null).ToDictionary(series => series.Name, series => series.Guard!);

    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture);
        Spread.Distribution.Validate(Sound.Part(nameof(Spread.Distribution)));
        Sound.InRange(Spread.ConfidenceLevel, 0, 1, nameof(Spread.ConfidenceLevel));
        Sound.Same(Windowing.WindowSize, Architecture.WindowSize, "the steps of windows and those that the network reads");
        Sound.Same(Windowing.Horizon, Architecture.Horizon, "the steps ahead of windows and network");
        Sound.Same(Windowing.Channels, Architecture.Stack.InputSize, "the numbers of a step and those that the layers read");
        Sound.Same(Windowing.FutureNumbers, Architecture.FutureNumbers, "the numbers known ahead of windows and network");
        Sound.Same(
            Spread.Distribution.Answers, Architecture.Answers,
            "the answers for each step that the distribution reads and the network gives");
        Sound.Size(Horizon, nameof(Horizon));
        Sound.InRange(Windowing.Period, 0, Sound.MostNumbers, nameof(Windowing.Period));
        Sound.InRange(Gaps.Period, 0, Sound.MostNumbers, nameof(Gaps.Period));
        Sound.That(Series.DistinctBy(series => series.Name).Count() == Series.Length, "two series have one name");
        foreach (var series in Series)
            Sound.That(
                series.Ticks.Length == (Columns.Series.Time is null ? 0 : series.Values.Length),
                $"the times of series '{series.Name}' are not one for each value");
    }

    /// <inheritdoc/>
    public RecurrentForecastNetwork CreateNetwork() => new(Architecture);

    /// <summary>The same with another memory, cut to what is needed.</summary>
    /// <param name="series">The series.</param>
    /// <param name="scales">Their scales by name.</param>
    /// <param name="guards">What each has shown, by name.</param>
    public RecurrentForecastDescription Remembering(
        IEnumerable<SeriesHistory> series, IReadOnlyDictionary<string, SeriesScale> scales,
        IReadOnlyDictionary<string, SeriesGuard> guards) =>
        this with { Series = [.. series.Select(s => SavedSeries.Of(s.Last(Kept), scales[s.Name], guards.GetValueOrDefault(s.Name)))] };

    /// <summary>What it remembers.</summary>
    /// <exception cref="FormatException">Numbers of a series do not fit together.</exception>
    public ForecastState RestoreState()
    {
        var state = new ForecastState(Kept);
        foreach (var series in Series)
            state.Add(series.Restore());
        return state;
    }
}

/// <summary>The end of a series, its scale, and what it has shown.</summary>
internal sealed record SavedSeries(
    string Name, SeriesScale Scale, float[] Values, bool[] Observed, long[] Ticks, float[][] Extras, long[] Rows, int MissingAtEnd,
    SeriesGuard? Guard)
{
    /// <summary>What is saved of a series.</summary>
    public static SavedSeries Of(SeriesHistory series, SeriesScale scale, SeriesGuard? guard) => new(
        series.Name, scale, [.. series.Values], [.. series.Observed], [.. series.Ticks], [.. series.Extras], [.. series.Rows],
        series.MissingAtEnd, guard);

    /// <summary>The observations.</summary>
    /// <exception cref="FormatException">Their numbers do not fit together.</exception>
    public SeriesHistory Restore()
    {
        if (Observed.Length != Values.Length || Extras.Length != Values.Length || Rows.Length != Values.Length
            || (Ticks.Length != 0 && Ticks.Length != Values.Length))
            throw new FormatException($"The model's series '{Name}' is damaged: its columns differ in length.");
        if (Guard?.IsWhole == false)
            throw new FormatException($"The model's series '{Name}' is damaged: the numbers of its safeguard do not fit together.");
        var series = new SeriesHistory(Name) { MissingAtEnd = MissingAtEnd };
        series.Values.AddRange(Values);
        series.Observed.AddRange(Observed);
        series.Ticks.AddRange(Ticks);
        series.Extras.AddRange(Extras);
        series.Rows.AddRange(Rows);
        return series;
    }
}
