using System.Globalization;
using System.Text.Json.Serialization;

namespace DeepML;

/// <summary>The step from one observation of a series to the next: a step that has no row is a gap.</summary>
public sealed record Frequency
{
    private const int DaysOfWeek = 7;
    private const int BusinessDaysOfWeek = 5;

    [JsonConstructor]
    internal Frequency(FrequencyUnit unit, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (Unit, Count) = (unit, count);
    }

    /// <summary>Monday to Friday: a weekend is no gap.</summary>
    public static Frequency BusinessDays { get; } = new(FrequencyUnit.BusinessDay, 1);

    /// <summary>One row after the other, whatever lies between their times: no step is ever absent.</summary>
    public static Frequency RowOrder { get; } = new(FrequencyUnit.Row, 1);

    /// <summary>In what steps are counted.</summary>
    public FrequencyUnit Unit { get; }

    /// <summary>How many of them are a step; of <see cref="FrequencyUnit.Time"/> the ticks.</summary>
    public long Count { get; }

    /// <summary>A length of time: <c>Every(TimeSpan.FromDays(1))</c>.</summary>
    /// <param name="step">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is not above 0.</exception>
    public static Frequency Every(TimeSpan step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        return new Frequency(FrequencyUnit.Time, step.Ticks);
    }

    /// <summary>Months of the calendar: 3 for quarters, 12 for years.</summary>
    /// <param name="months">In [1, 1200].</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of months is outside [1, 1200].</exception>
    public static Frequency EveryMonths(int months)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, 1200);
        return new Frequency(FrequencyUnit.Month, months);
    }

    /// <summary>Steps from one time to a later one, to the nearest whole number.</summary>
    internal long Between(long earlier, long later) => Unit switch
    {
        FrequencyUnit.Time => (long)Math.Round((later - earlier) / (double)Count),
        FrequencyUnit.Month => (long)Math.Round((Months(later) - Months(earlier)) / (double)Count),
        FrequencyUnit.BusinessDay => BusinessDay(later) - BusinessDay(earlier),
        _ => 1,
    };

    /// <summary>The time some steps after another; the last there is where the calendar ends.</summary>
    /// <param name="ticks">The time.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="day">Day of the month on which steps of months fall where the month has it; 0 for that of the time.</param>
    internal long After(long ticks, long steps, int day = 0)
    {
        var last = DateTime.MaxValue.Ticks;
        switch (Unit)
        {
            case FrequencyUnit.Time:
                return steps > (last - ticks) / Count ? last : ticks + (steps * Count);
            case FrequencyUnit.Month:
                if (Months(last) - Months(ticks) <= steps * Count)
                    return last;
                var month = new DateTime(ticks).AddMonths((int)(steps * Count));
                return month.AddDays(Math.Max(0, Math.Min(day, DateTime.DaysInMonth(month.Year, month.Month)) - month.Day)).Ticks;
            case FrequencyUnit.BusinessDay:
                var number = BusinessDay(ticks) + steps;
                var date = ((number / BusinessDaysOfWeek * DaysOfWeek) + (number % BusinessDaysOfWeek)) * TimeSpan.TicksPerDay;
                return Math.Min(last, date + (ticks % TimeSpan.TicksPerDay));
            default:
                return Math.Min(last, ticks + steps);
        }
    }

    /// <summary>Words for people: "1.00:00:00", "3 months", "business days".</summary>
    public override string ToString() => Unit switch
    {
        FrequencyUnit.Time => TimeSpan.FromTicks(Count).ToString("c", CultureInfo.InvariantCulture),
        FrequencyUnit.Month => string.Create(CultureInfo.InvariantCulture, $"{Count} month{(Count == 1 ? "" : "s")}"),
        FrequencyUnit.BusinessDay => "business days",
        _ => "order of rows",
    };

    private static long Months(long ticks)
    {
        var date = new DateTime(ticks);
        return (date.Year * 12L) + date.Month;
    }

    // Days from Monday to Friday since the calendar's first day, a Monday; a weekend counts as the Monday after it.
    private static long BusinessDay(long ticks)
    {
        var (weeks, day) = Math.DivRem(ticks / TimeSpan.TicksPerDay, DaysOfWeek);
        return (weeks * BusinessDaysOfWeek) + Math.Min(day, BusinessDaysOfWeek);
    }
}
