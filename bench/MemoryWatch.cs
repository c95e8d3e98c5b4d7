using System.Diagnostics;

namespace DeepML.Bench;

/// <summary>Looks at the resident memory while a network learns, twenty times a second at most.</summary>
internal abstract class MemoryWatch : TrainingCallback
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private TimeSpan _looked;

    /// <summary>Runs since the watch was made.</summary>
    protected Stopwatch Clock { get; } = Stopwatch.StartNew();

    /// <summary>MiB of resident memory now.</summary>
    protected static double Resident => Environment.WorkingSet / (double)(1 << 20);

    /// <summary>MiB of resident memory at most, of what was seen.</summary>
    public double Peak { get; protected set; }

    protected override void BatchFinished(TrainingStatus status)
    {
        if (Clock.Elapsed - _looked < BetweenLooks)
            return;
        _looked = Clock.Elapsed;
        Look();
    }

    protected void Look() => Peak = Math.Max(Peak, Resident);
}
