namespace DeepML.Bench;

/// <summary>Speed of the last epoch of a training, and the highest resident memory.</summary>
internal sealed class ScaleWatch : MemoryWatch
{
    /// <summary>Training rows per second of the last epoch.</summary>
    public double RowsPerSecond { get; private set; }

    protected override void EpochFinished(TrainingStatus status)
    {
        Look();
        RowsPerSecond = status.Epochs[^1].RowsPerSecond;
    }
}
