namespace DeepML.Bench;

/// <summary>
/// Threads that make garbage until they are disposed, so that the collector and the finalizers run all the time, in the middle of
/// whatever native code does meanwhile.
/// </summary>
internal sealed class AllocatingThreads : IDisposable
{
    private readonly Thread[] _threads;
    private volatile bool _stopped;

    public AllocatingThreads(int count)
    {
        _threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Allocate) { IsBackground = true })];
        foreach (var thread in _threads)
            thread.Start();
    }

    public void Dispose()
    {
        _stopped = true;
        foreach (var thread in _threads)
            thread.Join();
    }

    // Arrays that are kept for a while: some of them survive a collection and make the next one longer.
    private void Allocate()
    {
        var kept = new List<byte[]>();
        while (!_stopped)
        {
            for (var i = 0; i < 1000; i++)
                kept.Add(new byte[1000]);
            kept.Clear();
        }
    }
}
