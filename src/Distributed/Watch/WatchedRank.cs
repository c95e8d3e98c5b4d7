using System.Net.Sockets;

namespace DeepML.Distributed;

/// <summary>The connection to another process.</summary>
/// <param name="rank">Its number.</param>
/// <param name="socket">The connection; owned by this object.</param>
internal sealed class WatchedRank(int rank, Socket socket) : IDisposable
{
    private readonly List<byte> _received = [];
    private readonly byte[] _buffer = new byte[4096];

    /// <summary>Number of the process.</summary>
    public int Rank => rank;

    /// <summary>The connection.</summary>
    public Socket Socket => socket;

    /// <summary>When it was last heard of, in the ticks of <see cref="Environment.TickCount64"/>.</summary>
    public long LastHeard { get; private set; } = Environment.TickCount64;

    /// <summary>Whether it has ended, or is lost: nothing more is expected of it.</summary>
    public bool IsOver { get; set; }

    /// <summary>Reads what has come.</summary>
    /// <returns>The messages; null if the process has ended without taking its leave.</returns>
    public IReadOnlyList<WatchMessage>? Receive()
    {
        try
        {
            var count = socket.Receive(_buffer);
            if (count == 0)
                return null;
            LastHeard = Environment.TickCount64;
            _received.AddRange(_buffer.AsSpan(0, count));
            return WatchMessage.Take(_received);
        }
        catch (Exception error) when (error is SocketException or FormatException)
        {
            return null; // a connection that breaks has ended, whatever broke it; and so has one over which something else is said
        }
    }

    /// <summary>Sends a message; one that cannot be sent is not missed: the silence tells.</summary>
    public void Send(WatchMessage message)
    {
        try
        {
            socket.Send(message.ToBytes());
        }
        catch (SocketException)
        {
            IsOver |= message.Kind != WatchKind.Alive;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();
}
