namespace DeepML;

/// <summary>What <c>Fit</c> does when training was cancelled, ran out of time, or met a loss that is not a number.</summary>
public enum StopBehavior
{
    /// <summary>Returns the best model so far; its history says why it stopped.</summary>
    ReturnBest,

    /// <summary>Throws a <c>TrainingStoppedException</c> that holds the best model so far.</summary>
    ThrowWithBest,
}
