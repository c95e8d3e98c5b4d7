using System.Globalization;

namespace DeepML.Data;

/// <summary>How the times of a series follow each other; saved with the model.</summary>
/// <param name="Step">The step, for times that are not known yet.</param>
/// <param name="Even">Whether a step without a row is a gap.</param>
internal sealed record SeriesSteps(Frequency Step, bool Even)
{
    private const double NearEnough = 0.1; // of a step: clocks that read a little early or late
    private const double Regular = 0.95; // share of the steps that must be that near

    /// <summary>The steps of series whose times are in order.</summary>
    /// <param name="times">Times in ticks, of each series.</param>
    /// <param name="asked">What the user has decided; null to find it.</param>
    public static SeriesSteps Of(IReadOnlyList<IReadOnlyList<long>> times, Frequency? asked)
    {
        if (asked is { Unit: not FrequencyUnit.Row })
            return new SeriesSteps(asked, Even: true);
        var found = Find(times.MaxBy(t => t.Count)!);
        return new SeriesSteps(found, asked is null && IsEven(times, found));
    }

    /// <summary>The time some steps after another.</summary>
    /// <param name="ticks">The time.</param>
    /// <param name="steps">How many.</param>
    /// <param name="day">Day on which steps of months fall where the month has it: see <see cref="DayOfMonth"/>.</param>
    public long After(long ticks, int steps, int day) => Step.After(ticks, steps, day);

    /// <summary>A series of the ends of months may stand at a short one: its day is the largest there was.</summary>
    public static int DayOfMonth(IReadOnlyList<long> ticks) => ticks.Max(t => new DateTime(t).Day);

    /// <summary>Steps without a row between the end of a series and its next observation.</summary>
    /// <exception cref="InvalidOperationException">The observation lies in the same step as the one before it.</exception>
    public int Absent(SeriesHistory series, in SeriesObservation next, string? timeColumn)
    {
        if (!Even || series.Ticks.Count == 0 || next.Ticks is not { } ticks)
            return 0;
        var steps = Step.Between(series.Ticks[^1], ticks);
        return steps >= 1 ? (int)Math.Min(int.MaxValue, steps - 1) : throw new InvalidOperationException(
            $"Time column '{timeColumn}' is {Print(ticks)} in row {next.Row}{Of(series)}, in the same step ({Step}) as "
                + $"{Print(series.Ticks[^1])} before it. "
            + "Give one row for each step, or set Frequency.");
    }

    /// <summary>Appends the steps without a row that lie before an observation, one after the other, as missing values.</summary>
    /// <param name="series">The series.</param>
    /// <param name="next">Its next observation, which is not appended.</param>
    /// <param name="gaps">How gaps are filled.</param>
    /// <param name="columns">The columns, for errors.</param>
    /// <param name="appended">Told after each.</param>
    /// <exception cref="InvalidOperationException">Gaps are refused, or there are too many such steps.</exception>
    public void AddAbsent(SeriesHistory series, in SeriesObservation next, SeriesGaps gaps, SeriesColumns columns, Action? appended = null)
    {
        var absent = Absent(series, next, columns.Time);
        if (absent == 0)
            return;
        if (gaps.Handling == GapHandling.Refuse || absent > gaps.Maximum)
            throw new InvalidOperationException(
                $"Time column '{columns.Time}' has no row for {absent} step{(absent == 1 ? "" : "s")} ({Step}) before row {next.Row} "
                    + $"({Print(next.Ticks!.Value)}){Of(series)}; "
                + (gaps.Handling == GapHandling.Refuse ? "Gaps is Refuse." : $"at most {gaps.Maximum} are filled (MaximumGap).")
                + " Give them rows, allow such gaps, or set Frequency to RowOrder if they are no steps of the series.");
        var (last, day) = (series.Ticks[^1], DayOfMonth(series.Ticks));
        for (var step = 1; step <= absent; step++)
        {
            series.Add(new SeriesObservation(next.Series, float.NaN, After(last, step, day), series.Extras[^1], next.Row));
            appended?.Invoke();
        }
    }

    /// <summary>A time as errors print it.</summary>
    public static string Print(long ticks) => new DateTime(ticks).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static Frequency Find(IReadOnlyList<long> ticks)
    {
        if (ticks.Count < 2)
            return Frequency.Every(TimeSpan.FromDays(1));
        var dates = ticks.Select(t => new DateTime(t)).ToArray();
        var sameTime = dates.All(date => date.TimeOfDay == dates[0].TimeOfDay);
        var months = Median(dates.Zip(dates.Skip(1), (a, b) => ((b.Year - a.Year) * 12L) + b.Month - a.Month));
        var day = dates.Max(date => date.Day); // short months have their last day for it
        if (sameTime && months > 0 && dates.All(date => date.Day == Math.Min(day, DateTime.DaysInMonth(date.Year, date.Month))))
            return Frequency.EveryMonths((int)Math.Min(months, 1200));
        var step = Math.Max(1, Median(ticks.Zip(ticks.Skip(1), (a, b) => b - a)));
        var weekends = dates.Any(date => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        return step == TimeSpan.TicksPerDay && !weekends && (dates[^1] - dates[0]).TotalDays >= 7
            ? Frequency.BusinessDays
            : Frequency.Every(TimeSpan.FromTicks(step));
    }

    private static long Median(IEnumerable<long> numbers)
    {
        var ordered = numbers.Order().ToArray();
        return ordered[ordered.Length / 2];
    }

    // Readings that come when they come have no steps that could be absent.
    private static bool IsEven(IReadOnlyList<IReadOnlyList<long>> times, Frequency step)
    {
        var (rows, near, absent) = (0L, 0L, 0L);
        foreach (var ticks in times)
        {
            for (var i = 1; i < ticks.Count; i++)
            {
                var between = step.Between(ticks[i - 1], ticks[i]);
                if (between < 1)
                    return false;
                rows++;
                absent += between - 1;
                near += step.Unit != FrequencyUnit.Time
                    || Math.Abs(ticks[i] - ticks[i - 1] - (between * step.Count)) <= NearEnough * step.Count ? 1 : 0;
            }
        }
        return near >= Regular * rows && absent <= rows;
    }

    private static string Of(SeriesHistory series) => series.Name.Length > 0 ? $" of series '{series.Name}'" : "";
}
