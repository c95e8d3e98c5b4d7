namespace DeepML;

/// <summary>How several steps are forecast.</summary>
public enum ForecastStrategy
{
    /// <summary>The network answers with the whole horizon at once.</summary>
    Direct,

    /// <summary>
    /// The network answers with the next value, which is fed back for the one after it. The deviations of Quantile, Gaussian and
    /// StudentT then add up as in a random walk: their bounds are too wide for series that return to a season or a level.
    /// </summary>
    Recursive,
}
