namespace DeepML;

/// <summary>What becomes of a row whose time is before that of an earlier row of its series.</summary>
public enum RowOrder
{
    /// <summary>
    /// It goes to the step in which it belongs. All rows are read before the first one comes out, and the steps of all series are kept
    /// meanwhile; they come out one series after the other.
    /// </summary>
    Sort,

    /// <summary>It is an error that names the row. Rows come out as soon as a step is over, and one step of each series is kept.</summary>
    Refuse,
}
