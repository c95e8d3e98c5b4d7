namespace DeepML;

/// <summary>What is known when an epoch ends.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="Epochs">Epochs planned.</param>
/// <param name="TrainingLoss">Mean loss over the rows of the epoch, each taken when its batch was.</param>
/// <param name="LearningRate">Step size in force at the end of the epoch.</param>
/// <param name="RowsPerSecond">Training rows per second in this epoch.</param>
/// <param name="Elapsed">Time since training began.</param>
/// <param name="Remaining">Expected time until the last planned epoch ends.</param>
public sealed record EpochProgress(
    int Epoch, int Epochs, double TrainingLoss, double LearningRate, double RowsPerSecond, TimeSpan Elapsed, TimeSpan Remaining);
