using System.Diagnostics;

namespace DeepML.Bench;

/// <summary>Tells every epoch of a training on standard output, and ends the training when its time is over.</summary>
internal sealed class SoakWatch(TimeSpan limit) : TrainingCallback
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly SoakMeter _meter = new();
    private TimeSpan _looked;

    protected override void BatchFinished(TrainingStatus status)
    {
        if (_clock.Elapsed - _looked < BetweenLooks)
            return;
        _looked = _clock.Elapsed;
        _meter.Look();
    }

    protected override void EpochFinished(TrainingStatus status)
    {
        _meter.Tell(status.Epochs[^1].RowsPerSecond);
        if (_clock.Elapsed > limit)
            status.Stop("the time of the soak is over");
    }
}
