using System.Diagnostics;

namespace DeepML.Networks;

/// <summary>Sees while a network learns that the heap grows by blocks that nobody uses, and ends it.</summary>
/// <remarks>
/// Growth is memory that passes its own highest level three times, by pages that can be given back each time. From then on freed
/// pages are given back at every look, which costs an LSTM's step a tenth; its address space still grows, so that a very long training
/// ends with the cure that nothing can grow under (<see cref="GlibcHeap.MapLargeBlocks"/>), at nearly twice the time of a step.
/// </remarks>
internal sealed class HeapGuard
{
    private const long Growth = 32 << 20; // bytes
    private const int Batches = 16, Strikes = 3, LongTraining = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20); // a look costs some 50 µs

    private readonly Func<long> _resident;
    private readonly Action _returnFreedPages;
    private readonly Action _cure;
    private readonly Func<TimeSpan> _clock;
    private TimeSpan _next;
    private int _batches;
    private int _strikes;
    private long _level = long.MaxValue;

    /// <summary>A guard over this process.</summary>
    public HeapGuard() : this(() => Environment.WorkingSet, GlibcHeap.ReturnFreedPages, GlibcHeap.MapLargeBlocks, Elapsed)
    {
    }

    /// <param name="resident">Bytes of the process in memory.</param>
    /// <param name="returnFreedPages">Gives freed pages back to the system.</param>
    /// <param name="cure">Ends the growth for good.</param>
    /// <param name="clock">Time since any moment.</param>
    internal HeapGuard(Func<long> resident, Action returnFreedPages, Action cure, Func<TimeSpan> clock)
    {
        (_resident, _returnFreedPages, _cure, _clock) = (resident, returnFreedPages, cure, clock);
        _next = clock();
    }

    /// <summary>To be called after each batch.</summary>
    public void BatchFinished()
    {
        if (_strikes == LongTraining || ++_batches < Batches || _clock() is var now && now < _next)
            return;
        (_batches, _next) = (0, now + Pause);
        if (_strikes < Strikes)
            Look();
        else
            ReturnFreedPages();
    }

    private void ReturnFreedPages()
    {
        _returnFreedPages();
        if (++_strikes == LongTraining)
            _cure();
    }

    private void Look()
    {
        var before = _resident();
        if (_level == long.MaxValue)
            _level = before;
        if (before < _level + Growth)
            return;
        _returnFreedPages();
        var wasFree = before - _resident() >= Growth / 2;
        _level = before;
        if (wasFree)
            _strikes++;
    }

    private static TimeSpan Elapsed() => Stopwatch.GetElapsedTime(0);
}
