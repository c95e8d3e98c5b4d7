namespace DeepML;

/// <summary>What becomes of the values that lie in one step of a clock; missing ones (NaN) are left out.</summary>
public enum SeriesAggregate
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The one with the latest time; of those at one time the one that comes last.</summary>
    Last,

    /// <summary>The smallest.</summary>
    Minimum,

    /// <summary>The largest.</summary>
    Maximum,

    /// <summary>How many there are: 0 in a step without any.</summary>
    Count,
}
