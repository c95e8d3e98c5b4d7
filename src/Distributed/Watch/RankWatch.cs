using System.Net.Sockets;

namespace DeepML.Distributed;

/// <summary>
/// Notices that a process is lost, and which: the others would wait for it in MPI for ever, or until the launcher ends them without a word.
/// Each process has a connection to the first, over which both show every second that they live; it breaks when one of them ends.
/// </summary>
/// <remarks>The first process hands on what it hears, so that all know the same soon.</remarks>
internal sealed class RankWatch : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private const int LookMicroseconds = 100_000;

    private readonly List<WatchedRank> _others;
    private readonly Func<int, string> _nameOf;
    private readonly TimeSpan _lostAfter;
    private readonly Lock _sending = new();
    private readonly Thread _thread;
    private volatile string? _lost;
    private volatile bool _isOver;
    private volatile Leaver? _leaver; // the first to leave

    /// <param name="others">Connections from <see cref="WatchMeeting"/>; owned by this object.</param>
    /// <param name="nameOf">How errors name a process.</param>
    /// <param name="lostAfter">How long one may be silent.</param>
    public RankWatch(IReadOnlyList<WatchedRank> others, Func<int, string> nameOf, TimeSpan lostAfter)
    {
        _others = [.. others];
        (_nameOf, _lostAfter) = (nameOf, lostAfter);
        _thread = new Thread(Watch) { IsBackground = true, Name = "DeepML rank watch", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>Which process is lost, and why; null as long as none is.</summary>
    public string? Lost => _lost;

    /// <summary>Throws if a process is lost.</summary>
    /// <exception cref="DistributionException">It is named.</exception>
    public void ThrowIfLost()
    {
        if (_lost is { } lost)
            throw new DistributionException(lost);
    }

    /// <summary>Throws if a process is lost, or has left some time ago while this one still waits for it.</summary>
    /// <exception cref="DistributionException">It is named.</exception>
    public void ThrowIfLostOrGone()
    {
        ThrowIfLost();
        // What it said at last may still be on its way.
        if (_leaver is { } leaver && TimeSpan.FromMilliseconds(Environment.TickCount64 - leaver.Since) > _lostAfter)
            Abandon(
                $"{Capital(_nameOf(leaver.Rank))} has left: it has disposed its MpiDistribution, and others still wait for it. "
                + "All processes must run the same fits.");
        ThrowIfLost();
    }

    /// <summary>Takes leave of the others: this process has nothing more to say to them over MPI.</summary>
    public void Leave() => Tell(new WatchMessage(WatchKind.Leaves));

    /// <summary>Tells the others that this process is lost to them.</summary>
    /// <param name="why">With its name.</param>
    public void Abandon(string why)
    {
        if (Interlocked.CompareExchange(ref _lost, why, null) is null)
            Tell(new WatchMessage(WatchKind.Lost, why));
    }

    /// <summary>Ends the connections; the others then expect nothing more of this process.</summary>
    public void Dispose()
    {
        if (_isOver)
            return;
        _isOver = true;
        _thread.Join();
        Tell(new WatchMessage(WatchKind.Ends));
        foreach (var other in _others)
            other.Dispose();
    }

    private void Watch()
    {
        var lastBeat = 0L;
        while (!_isOver)
        {
            if (Environment.TickCount64 - lastBeat >= Beat.TotalMilliseconds)
            {
                Tell(new WatchMessage(WatchKind.Alive));
                lastBeat = Environment.TickCount64;
            }
            var expected = _others.Where(other => !other.IsOver).ToList();
            if (expected.Count == 0)
            {
                Thread.Sleep(LookMicroseconds / 1000);
                continue;
            }
            var readable = expected.ConvertAll(other => other.Socket);
            Socket.Select(readable, null, null, LookMicroseconds);
            foreach (var other in expected)
                if (readable.Contains(other.Socket))
                    Hear(other);
                else if (TimeSpan.FromMilliseconds(Environment.TickCount64 - other.LastHeard) > _lostAfter)
                    Lose(other, FormattableString.Invariant($"nothing was heard of it for {_lostAfter.TotalSeconds:G3} s"));
        }
    }

    private void Hear(WatchedRank other)
    {
        if (other.Receive() is not { } messages)
        {
            Lose(other, "its process has ended");
            return;
        }
        foreach (var message in messages)
            if (message.Kind == WatchKind.Leaves)
                _leaver ??= new Leaver(other.Rank, Environment.TickCount64);
            else if (message.Kind == WatchKind.Ends)
                other.IsOver = true;
            else if (message.Kind == WatchKind.Lost)
                Learn(message.Text);
    }

    private void Lose(WatchedRank other, string why)
    {
        other.IsOver = true;
        Learn($"{Capital(_nameOf(other.Rank))} is lost: {why}. The work ends in all processes; a new start takes up the newest checkpoint, "
            + "if any are written.");
    }

    private void Learn(string lost)
    {
        if (Interlocked.CompareExchange(ref _lost, lost, null) is not null)
            return;
        Console.Error.WriteLine(lost); // at once: launchers end the other processes within milliseconds, before an error could get out
        Tell(new WatchMessage(WatchKind.Lost, lost)); // of the first process: the others know no more than it does
    }

    private void Tell(WatchMessage message)
    {
        lock (_sending)
            foreach (var other in _others)
                if (!other.IsOver)
                    other.Send(message);
    }

    private sealed record Leaver(int Rank, long Since);

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
