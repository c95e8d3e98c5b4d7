namespace DeepML;

/// <summary>What is said of the latest values of a series.</summary>
public enum RollingStatistic
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their standard deviation, √(Σ(x − mean)² / n); 0 for a single value.</summary>
    Deviation,

    /// <summary>The smallest.</summary>
    Minimum,

    /// <summary>The largest.</summary>
    Maximum,

    /// <summary>By how much they rise from row to row, on the straight line nearest to them by squares; 0 for a single value.</summary>
    Slope,
}
