namespace DeepML;

/// <summary>What becomes of two rows of a series at one time.</summary>
public enum EqualTimes
{
    /// <summary>Both count, as do any rows of one step.</summary>
    Aggregate,

    /// <summary>They are an error that names the second. Times are remembered for it where rows may come in any order.</summary>
    Refuse,
}
