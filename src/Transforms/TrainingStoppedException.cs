namespace DeepML;

/// <summary>
/// Training ended before its time and <c>TrainingOptions.WhenStopped</c> asks for an error; the best model so far comes with it.
/// </summary>
public sealed class TrainingStoppedException : OperationCanceledException
{
    internal TrainingStoppedException(NetworkTransformer model, Exception? cause)
        : base($"Training was stopped: {model.TrainingHistory.StopMessage}. The best model so far is in the property Model.", cause) =>
            Model = model;

    /// <summary>The best model so far; the one who catches the exception disposes it.</summary>
    public NetworkTransformer Model { get; }

    /// <summary>Why training was stopped.</summary>
    public StopReason Reason => Model.TrainingHistory.StopReason;
}
