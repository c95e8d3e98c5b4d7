namespace DeepML.Trainers;

/// <summary>The time that has passed since a moment.</summary>
/// <param name="time">Tells when it is; a test's own runs as the test wants.</param>
internal sealed class ElapsedTime(TimeProvider time)
{
    private long _start = time.GetTimestamp();

    /// <summary>Time since the object was made, or since the last <see cref="Restart"/>.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>Begins anew.</summary>
    public void Restart() => _start = time.GetTimestamp();
}
