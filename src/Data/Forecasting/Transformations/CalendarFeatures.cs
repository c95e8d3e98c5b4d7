namespace DeepML;

/// <summary>Places in the calendar that a forecasting network is told of, each as sine and cosine.</summary>
[Flags]
public enum CalendarFeatures
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Hour and minute of the day.</summary>
    HourOfDay = 1,

    /// <summary>Day of the week.</summary>
    DayOfWeek = 2,

    /// <summary>Day of the year.</summary>
    DayOfYear = 4,

    /// <summary>Month of the year.</summary>
    MonthOfYear = 8,
}
