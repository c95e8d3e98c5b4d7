using System.Globalization;
using DeepML.Data;

namespace DeepML.Estimators;

/// <summary>
/// What options leave open, decided from training series: season, transform, level, scales; and the series made ready for it.
/// </summary>
/// <param name="Windowing">How windows are cut.</param>
/// <param name="Gaps">How gaps are filled.</param>
/// <param name="Series">The series, without gaps, scaled.</param>
internal sealed record ForecastPlan(SeriesWindowing Windowing, SeriesGaps Gaps, IReadOnlyList<PreparedSeries> Series)
{
    /// <summary>The scale of each series, by its name.</summary>
    public IReadOnlyDictionary<string, SeriesScale> Scales => Series.ToDictionary(s => s.History.Name, s => s.Scale);

    /// <summary>Decides.</summary>
    /// <param name="set">The training series; their gaps are filled.</param>
    /// <param name="options">What the user has decided.</param>
    /// <param name="decided">Decisions of another plan, which are taken over; null to decide.</param>
    /// <exception cref="InvalidOperationException">
    /// A series is too short, has too long a gap, or cannot be transformed as asked.
    /// </exception>
    public static ForecastPlan Make(SeriesSet set, RecurrentForecastOptions options, SeriesWindowing? decided = null)
    {
        var period = decided?.Period ?? options.SeasonalPeriod ?? SeriesAnalysis.Period(Longest(set));
        if (options.Differencing == SeriesDifferencing.Seasonal && period == 0)
            throw new InvalidOperationException(
                $"Differencing is Seasonal, but no season was found in column '{set.Columns.Value}'. Set SeasonalPeriod.");
        var gaps = new SeriesGaps(options.Gaps, options.MaximumGap ?? options.WindowSize, period);
        var lag = options.Differencing switch { SeriesDifferencing.First => 1, SeriesDifferencing.Seasonal => period, _ => 0 };
        foreach (var series in set.All)
        {
            CheckLength(series, (long)options.WindowSize + lag + options.Horizon, set.Columns, options, lag);
            gaps.Fill(series, set.Columns.Value);
        }
        if (decided is not null)
            return new ForecastPlan(decided, gaps, [.. set.All.Select(series => Prepare(series, decided))]);
        var transform = Transform(set, options, period);
        var windowing = new SeriesWindowing(
            options.WindowSize, options.Strategy == ForecastStrategy.Recursive ? 1 : options.Horizon, options.Differencing, period,
            InstanceScaling.None,
            transform, options.Calendar, options.Gaps == GapHandling.Mask, options.PastColumnNames.Count, ExtraScales(set), set.Steps);
        var prepared = set.All.Select(series => Prepare(series, windowing)).ToArray();
        windowing = windowing with { Scaling = Level(options, prepared) };
        return new ForecastPlan(windowing, gaps, [.. prepared.Select(s => new PreparedSeries(s.History, s.Scale, windowing))]);
    }

    /// <summary>Takes over the decisions of a fitted model, whose weights would mean nothing under others, for new series.</summary>
    /// <param name="set">The training series; their gaps are filled.</param>
    /// <param name="options">What the user has decided; must not contradict the model.</param>
    /// <param name="previous">The fitted model.</param>
    /// <exception cref="ArgumentException">The options contradict what the model was trained with: each difference is named.</exception>
    /// <exception cref="InvalidOperationException">A series is too short, or has too long a gap.</exception>
    public static ForecastPlan Continue(SeriesSet set, RecurrentForecastOptions options, RecurrentForecastTransformer previous)
    {
        var kept = previous.Windowing;
        var faults = new List<string>();
        Compare("WindowSize", options.WindowSize, kept.WindowSize);
        Compare("Horizon", options.Horizon, previous.Horizon);
        Compare("values per answer (Strategy)", options.Strategy == ForecastStrategy.Recursive ? 1 : options.Horizon, kept.Horizon);
        Compare("Differencing", options.Differencing, kept.Differencing);
        Compare("SeasonalPeriod", options.SeasonalPeriod ?? kept.Period, kept.Period);
        Compare("InstanceScaling", options.InstanceScaling == InstanceScaling.Auto ? kept.Scaling : options.InstanceScaling, kept.Scaling);
        Compare("Calendar", options.Calendar, kept.Calendar);
        Compare("Frequency", options.Frequency ?? kept.Steps?.Step,
            options.Frequency is { Unit: FrequencyUnit.Row } && kept.Steps is { Even: false } ? options.Frequency : kept.Steps?.Step);
        Compare("Gaps", options.Gaps, previous.Gaps.Handling);
        Compare("number of PastColumnNames", options.PastColumnNames.Count, kept.PastColumns);
        Compare("number of FutureColumnNames", options.FutureColumnNames.Count, kept.ExtraScales.Length - kept.PastColumns);
        Compare("Distribution", options.Distribution.GetType().Name, previous.Model.Spread.Distribution.GetType().Name);
        if (options.Transformation is SeriesTransformation.None or SeriesTransformation.Log)
            Compare("Transformation", options.Transformation == SeriesTransformation.Log ? ValueTransform.Log : ValueTransform.None,
                kept.Transform);
        return faults.Count == 0
            ? Make(set, options, kept)
            : throw new ArgumentException(
                $"The previous model was trained otherwise: {string.Join("; ", faults)}. Use the same options.", nameof(previous));

        void Compare<T>(string name, T asked, T trained)
        {
            if (!EqualityComparer<T>.Default.Equals(asked, trained))
                faults.Add(FormattableString.Invariant($"{name} is {asked}, the model's is {trained}"));
        }
    }

    /// <summary>What was decided because no option said it.</summary>
    public IEnumerable<AutomaticChoice> Choices(RecurrentForecastOptions options)
    {
        if (options.Frequency is null && Windowing.Steps is { } steps)
            yield return new AutomaticChoice(
                nameof(options.Frequency), (steps.Even ? steps.Step : Frequency.RowOrder).ToString(),
                steps.Even ? "times of the rows" : "times that are not evenly spaced");
        if (options.SeasonalPeriod is null)
            yield return new AutomaticChoice(
                nameof(options.SeasonalPeriod), Gaps.Period.ToString(CultureInfo.InvariantCulture),
                "correlation of the changes of the longest series");
        if (options.Transformation is SeriesTransformation.Auto or SeriesTransformation.BoxCox)
            yield return new AutomaticChoice(
                nameof(options.Transformation),
                Windowing.Transform.Lambda switch
                {
                    0 => "Log",
                    1 => "None",
                    var lambda =>
                    string.Create(CultureInfo.InvariantCulture, $"BoxCox, exponent {lambda}")
                },
                "growth of the spread with the level");
        if (options.InstanceScaling == InstanceScaling.Auto)
            yield return new AutomaticChoice(
                nameof(options.InstanceScaling), Windowing.Scaling.ToString(), "what lies nearer to the values that follow a window");
    }

    private static void CheckLength(SeriesHistory series, long needed, SeriesColumns columns, RecurrentForecastOptions options, int lag)
    {
        if (series.Count >= needed)
            return;
        var which = columns.Series is not null ? $"Series '{series.Name}'" : $"Column '{columns.Value}'";
        var differences = lag > 0 ? $" + {lag} (differences)" : "";
        throw new InvalidOperationException(
            $"{which} has {series.Count} rows; WindowSize {options.WindowSize}{differences} + Horizon {options.Horizon} = {needed} are "
                + "needed at least. "
            + "Give more rows, or a smaller window or horizon.");
    }

    private static List<double> Longest(SeriesSet set)
    {
        var longest = set.All.MaxBy(series => series.Count)!;
        var values = new List<double>();
        foreach (var value in longest.Values.SkipWhile(float.IsNaN)) // a made-up beginning would be the largest change of all
            values.Add(float.IsNaN(value) ? values[^1] : value);
        return values;
    }

    private static ValueTransform Transform(SeriesSet set, RecurrentForecastOptions options, int period)
    {
        var lowest = set.All.Min(series => series.Values.Min());
        double Exponent() => set.All.Average(series => SeriesAnalysis.SpreadExponent([.. series.Values.Select(v => (double)v)], period));
        switch (options.Transformation)
        {
            case SeriesTransformation.Log:
                return ValueTransform.Log;
            case SeriesTransformation.BoxCox: // with spread ∝ levelᵇ the spread of y^(1-b) is even
                return new ValueTransform(lowest < 0 ? 0.5 : Math.Clamp(Math.Round(1 - Exponent(), 2), 0.05, 1));
            case SeriesTransformation.Auto:
                return lowest > 0 && Exponent() > 0.5 ? ValueTransform.Log : ValueTransform.None;
            default:
                return ValueTransform.None;
        }
    }

    private static PreparedSeries Prepare(SeriesHistory series, SeriesWindowing windowing)
    {
        // values that cannot be transformed are told by PreparedSeries, with their row
        var transformed = series.Values.Where(v => windowing.Transform.Accepts(v)).Select(v => windowing.Transform.Forward(v));
        return new PreparedSeries(series, SeriesScale.Of(transformed), windowing);
    }

    private static InstanceScaling Level(RecurrentForecastOptions options, PreparedSeries[] series)
    {
        if (options.InstanceScaling != InstanceScaling.Auto)
            return options.InstanceScaling;
        if (options.Differencing != SeriesDifferencing.None)
            return InstanceScaling.None;
        return SeriesAnalysis.LastValueIsTheBetterLevel([.. series.Select(s => s.Scaled)], options.WindowSize, options.Horizon)
            ? InstanceScaling.LastValue
            : InstanceScaling.Mean;
    }

    private static SeriesScale[] ExtraScales(SeriesSet set) =>
        [.. set.Columns.Extras.Select((_, i) => SeriesScale.Of(set.All.SelectMany(s => s.Extras).Select(e => (double)e[i])))];
}
