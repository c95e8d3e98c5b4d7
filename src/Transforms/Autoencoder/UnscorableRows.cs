namespace DeepML;

/// <summary>What an anomaly detector does with a row that holds NaN or infinity, which no network can score.</summary>
public enum UnscorableRows
{
    /// <summary>The row is an anomaly with the score +∞.</summary>
    Flag,

    /// <summary>Work ends with an error that names column, row and slot.</summary>
    Error,
}
