namespace DeepML;

/// <summary>How several steps are forecast.</summary>
public enum ForecastStrategy
{
    /// <summary>The network answers with the whole horizon at once.</summary>
    Direct,

    /// <summary>The network answers with the next value, which is fed back for the one after it.</summary>
    Recursive,
}
