namespace DeepML.Data;

/// <summary>How a series is cut into what a network reads and answers; saved with the model.</summary>
/// <param name="WindowSize">Observations that the network reads.</param>
/// <param name="Horizon">Values that the network answers at a time.</param>
/// <param name="Differencing">Values, or changes.</param>
/// <param name="Period">Length of the season in observations; 0 for none.</param>
/// <param name="Scaling">What is taken off each window; never Auto.</param>
/// <param name="Transform">Applied to values first.</param>
/// <param name="Calendar">Places in the calendar that are told.</param>
/// <param name="Mask">Whether the network is told which values were measured.</param>
/// <param name="PastColumns">Number of further columns whose future is not known.</param>
/// <param name="ExtraScales">Scales of the further columns: past, then future.</param>
/// <param name="Steps">How times follow each other; null without times.</param>
internal sealed record SeriesWindowing(
    int WindowSize, int Horizon, SeriesDifferencing Differencing, int Period, InstanceScaling Scaling, ValueTransform Transform,
    CalendarFeatures Calendar, bool Mask, int PastColumns, SeriesScale[] ExtraScales, SeriesSteps? Steps)
{
    private static readonly CalendarFeatures[] CalendarFlags = [
        .. Enum.GetValues<CalendarFeatures>().Where(f => f != CalendarFeatures.None)];

    /// <summary>Observations that a difference reaches back.</summary>
    public int Lag => Differencing switch { SeriesDifferencing.First => 1, SeriesDifferencing.Seasonal => Period, _ => 0 };

    /// <summary>Observations needed before a forecast can be made.</summary>
    public int RequiredHistory => WindowSize + Lag;

    /// <summary>Numbers per observation in the network's input: value, mask, further columns, calendar.</summary>
    public int Channels => 1 + (Mask ? 1 : 0) + ExtraScales.Length + CalendarNumbers;

    /// <summary>Numbers that are known of each step ahead.</summary>
    public int FutureNumbers => ExtraScales.Length - PastColumns + CalendarNumbers;

    /// <summary>Numbers in the network's input: the window, observation by observation, then what is known of each step ahead.</summary>
    public int InputSize => (WindowSize * Channels) + (Horizon * FutureNumbers);

    private int CalendarNumbers => 2 * CalendarFlags.Count(flag => Calendar.HasFlag(flag));

    /// <summary>Writes sine and cosine of each place in the calendar.</summary>
    public void WriteCalendar(long ticks, Span<float> destination)
    {
        var date = new DateTime(ticks);
        var at = 0;
        foreach (var flag in CalendarFlags)
        {
            if (!Calendar.HasFlag(flag))
                continue;
            var turn = flag switch
            {
                CalendarFeatures.HourOfDay => date.TimeOfDay.TotalDays,
                CalendarFeatures.DayOfWeek => (int)date.DayOfWeek / 7.0,
                CalendarFeatures.DayOfYear => (date.DayOfYear - 1) / 365.25,
                _ => (date.Month - 1) / 12.0,
            };
            destination[at++] = (float)Math.Sin(2 * Math.PI * turn);
            destination[at++] = (float)Math.Cos(2 * Math.PI * turn);
        }
    }
}
