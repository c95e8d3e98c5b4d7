namespace DeepML;

/// <summary>How a trial of a <c>HyperparameterSearch</c> ended.</summary>
public enum SearchOutcome
{
    /// <summary>It is about to be made.</summary>
    Planned,

    /// <summary>It was trained to its end and measured.</summary>
    Measured,

    /// <summary>It was among the worse after some epochs, stopped, and measured as it was.</summary>
    StoppedEarly,

    /// <summary>It ended with an error, or its metric was no finite number.</summary>
    Failed,
}
