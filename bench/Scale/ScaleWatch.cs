using System.Diagnostics;

namespace DeepML.Bench;

/// <summary>Speed and memory of a training: from its second epoch on where it has one, and the highest resident memory.</summary>
internal sealed class ScaleWatch : TrainingCallback
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _looked;

    /// <summary>Training rows per second of the last epoch.</summary>
    public double RowsPerSecond { get; private set; }

    /// <summary>MiB of resident memory at most.</summary>
    public double Peak { get; private set; }

    protected override void BatchFinished(TrainingStatus status)
    {
        if (_clock.Elapsed - _looked < BetweenLooks)
            return;
        _looked = _clock.Elapsed;
        Look();
    }

    protected override void EpochFinished(TrainingStatus status)
    {
        Look();
        RowsPerSecond = status.Epochs[^1].RowsPerSecond;
    }

    private void Look() => Peak = Math.Max(Peak, Environment.WorkingSet / (double)(1 << 20));
}
