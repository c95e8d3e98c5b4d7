namespace DeepML.Bench;

/// <summary>Memory and processor time of this process, stretch by stretch, told on standard output.</summary>
internal sealed class SoakMeter
{
    private TimeSpan _used = Environment.CpuUsage.TotalTime;
    private double _peak;

    private static double Resident => Environment.WorkingSet / (double)(1 << 20);

    /// <summary>Looks at the memory in the middle of a stretch.</summary>
    public void Look() => _peak = Math.Max(_peak, Resident);

    /// <summary>Ends a stretch.</summary>
    /// <param name="rowsPerSecond">How fast it was.</param>
    public void Tell(double rowsPerSecond)
    {
        Look();
        var used = Environment.CpuUsage.TotalTime;
        Console.WriteLine(new SoakEpoch(rowsPerSecond, (used - _used).TotalSeconds, Resident, _peak).ToLine());
        (_used, _peak) = (used, 0);
    }
}
