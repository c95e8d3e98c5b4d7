namespace DeepML;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>Every planned epoch was done.</summary>
    Completed,

    /// <summary>The monitored loss stopped falling: see <c>TrainingOptions.EarlyStopping</c>.</summary>
    EarlyStopping,

    /// <summary>The token in <c>TrainingOptions.Cancellation</c> was cancelled.</summary>
    Cancelled,

    /// <summary><c>TrainingOptions.TimeLimit</c> was reached.</summary>
    TimeLimit,

    /// <summary>The loss was no longer a finite number; the weights are those of the last good epoch.</summary>
    LossNotFinite,

    /// <summary>An epoch changed no weight: a learning rule that acts on errors only has found none.</summary>
    NothingLeftToLearn,

    /// <summary>A callback in <c>TrainingOptions.Callbacks</c> ended it.</summary>
    StoppedByCallback,
}
