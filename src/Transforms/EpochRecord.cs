namespace DeepML;

/// <summary>One epoch of a <see cref="TrainingHistory"/>.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="TrainingLoss">Mean loss over the rows of the epoch.</param>
/// <param name="LearningRate">Step size in force at its end.</param>
/// <param name="RowsPerSecond">Training rows per second.</param>
public sealed record EpochRecord(int Epoch, double TrainingLoss, double LearningRate, double RowsPerSecond);
