namespace DeepML.Trainers;

/// <summary>
/// The fits of this process, so that one which is under way on a background thread ends before the process does: torch is taken down with
/// the process, and a thread that is still inside of it then ends the process by a segmentation fault.
/// </summary>
/// <remarks>
/// When the process ends, every training stops after its batch, as if it had been cancelled, no other fit begins, and the end waits until
/// the fits have returned. A process that is killed waits for nothing.
/// </remarks>
internal sealed class RunningFits : IDisposable
{
    /// <summary>How long the end of the process waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly object Gate = new();
    private static readonly List<RunningFits> All = [];
    private static volatile bool _isEnding;

    private readonly int _thread = Environment.CurrentManagedThreadId;

    static RunningFits() => AppDomain.CurrentDomain.ProcessExit += (_, _) => End();

    private RunningFits()
    {
    }

    /// <summary>Whether the process is ending: trainings are to stop.</summary>
    public static bool AreToStop => _isEnding;

    /// <summary>Notes a fit of this thread until the answer is disposed.</summary>
    /// <exception cref="OperationCanceledException">The process is ending.</exception>
    public static RunningFits Enter()
    {
        lock (Gate)
        {
            if (_isEnding)
                throw new OperationCanceledException("The process is ending: no fit begins any more.");
            var fit = new RunningFits();
            All.Add(fit);
            return fit;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Gate)
        {
            All.Remove(this);
            Monitor.PulseAll(Gate);
        }
    }

    // A fit that ends the process itself, from a callback, cannot be waited for.
    private static void End()
    {
        var until = DateTime.UtcNow + Patience;
        lock (Gate)
        {
            _isEnding = true;
            while (All.Exists(fit => fit._thread != Environment.CurrentManagedThreadId))
                if (until - DateTime.UtcNow is var left && (left <= TimeSpan.Zero || !Monitor.Wait(Gate, left)))
                    return;
        }
    }
}
