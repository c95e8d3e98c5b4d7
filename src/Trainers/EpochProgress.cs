namespace DeepML;

/// <summary>What is known when an epoch ends, or in the middle of a long one.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="Epochs">Epochs planned.</param>
/// <param name="TrainingLoss">Mean loss over the rows of the epoch so far, each taken when its batch was.</param>
/// <param name="LearningRate">Step size in force.</param>
/// <param name="RowsPerSecond">Training rows per second in this epoch.</param>
/// <param name="Elapsed">Time since training began.</param>
/// <param name="Remaining">Expected time until the last planned epoch ends.</param>
public sealed record EpochProgress(
    int Epoch, int Epochs, double TrainingLoss, double LearningRate, double RowsPerSecond, TimeSpan Elapsed, TimeSpan Remaining)
{
    /// <summary>Batches done in this epoch.</summary>
    public long Batch { get; init; }

    /// <summary>Batches in an epoch.</summary>
    public long Batches { get; init; }

    /// <summary>Whether the epoch has ended.</summary>
    public bool IsEpochEnd { get; init; }

    /// <summary>Mean loss over the rows held out; null if none are, or in the middle of an epoch.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Means over rows of what else was measured, by name; those of the rows held out start with "validation ".</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();
}
