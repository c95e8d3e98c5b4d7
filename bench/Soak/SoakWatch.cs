namespace DeepML.Bench;

/// <summary>Tells every epoch of a training on standard output, and ends the training when its time is over.</summary>
internal sealed class SoakWatch(TimeSpan limit) : MemoryWatch
{
    private TimeSpan _used = Environment.CpuUsage.TotalTime;

    protected override void EpochFinished(TrainingStatus status)
    {
        Look();
        var used = Environment.CpuUsage.TotalTime;
        Console.WriteLine(new SoakEpoch(status.Epochs[^1].RowsPerSecond, (used - _used).TotalSeconds, Resident, Peak).ToLine());
        (_used, Peak) = (used, 0);
        if (Clock.Elapsed > limit)
            status.Stop("the time of the soak is over");
    }
}
