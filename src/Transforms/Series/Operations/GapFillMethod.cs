namespace DeepML;

/// <summary>What a missing value of a series is filled with.</summary>
public enum GapFillMethod
{
    /// <summary>
    /// A straight line between the values on both sides: by time where a time column is given, else by rows. A gap without an end on both
    /// sides, or longer than the limit, stays as it is.
    /// </summary>
    Linear,

    /// <summary>The value before it, in the first rows of a gap up to the limit. It needs no later rows.</summary>
    Previous,

    /// <summary>The value of one season before, in the first rows of a gap up to the limit. It needs no later rows.</summary>
    Seasonal,
}
