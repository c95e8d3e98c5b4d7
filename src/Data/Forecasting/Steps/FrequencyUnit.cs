namespace DeepML;

/// <summary>In what the step from one observation of a series to the next is counted.</summary>
public enum FrequencyUnit
{
    /// <summary>A length of time that is always the same, in ticks.</summary>
    Time,

    /// <summary>Months of the calendar, of 28 to 31 days.</summary>
    Month,

    /// <summary>Days from Monday to Friday.</summary>
    BusinessDay,

    /// <summary>One row is one step, whatever lies between their times.</summary>
    Row,
}
