namespace DeepML.Data;

/// <summary>The simple methods that a forecaster leans on.</summary>
internal enum SimpleKind
{
    /// <summary>The last value, again and again.</summary>
    LastValue,

    /// <summary>The last season, again and again.</summary>
    LastSeason,

    /// <summary>The last value plus the mean change per step.</summary>
    Drift,

    /// <summary>Exponential smoothing of level, trend and season.</summary>
    Smoothing,

    /// <summary>The Theta method.</summary>
    Theta,

    /// <summary>The mean of exponential smoothing and Theta.</summary>
    Mean,
}
