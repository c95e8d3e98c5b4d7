using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DeepML.Distributed;

/// <summary>
/// What processes say to each other over MPI. None waits inside of MPI, where nothing could call it back: operations are begun and then
/// asked whether they have ended, so that a process whose peer is gone hears of it.
/// </summary>
/// <param name="library">MPI, initialized.</param>
/// <param name="size">Number of processes.</param>
internal sealed unsafe class MpiWorld(MpiLibrary library, int size)
{
    private const int PieceBytes = 1 << 30; // counts are int
    private const int TestsAtFirst = 200; // before the processor is offered to others

    private readonly Lock _oneAtATime = new();
    private ushort[] _sent = [];
    private ushort[] _received = [];

    /// <summary>Throws if a process is gone; asked while waiting.</summary>
    public Action ThrowIfLost { get; set; } = () => { };

    /// <summary>What has been said so far.</summary>
    public MpiTraffic Traffic { get; private set; } = new(0, 0, TimeSpan.Zero);

    /// <summary>Sums over the processes.</summary>
    public void Sum(Span<double> numbers)
    {
        fixed (double* pointer = numbers)
        {
            var (address, count) = ((nint)pointer, numbers.Length);
            Do(() => library.BeginSum((void*)address, count, library.Double), (long)count * sizeof(double));
        }
    }

    /// <summary>Begins to sum; other operations may begin and end before the answer is called, which waits for the end.</summary>
    public Action BeginSum(double[] numbers)
    {
        var pinned = GCHandle.Alloc(numbers, GCHandleType.Pinned);
        var (address, count) = (pinned.AddrOfPinnedObject(), numbers.Length);
        nint request;
        lock (_oneAtATime)
        {
            ThrowIfLost();
            request = library.BeginSum((void*)address, count, library.Double);
        }
        return () =>
        {
            Do(() => request, (long)count * sizeof(double));
            pinned.Free(); // not before: MPI would write into memory that has become something else's
        };
    }

    /// <inheritdoc cref="Sum(Span{double})"/>
    public void Sum(Span<float> numbers)
    {
        fixed (float* pointer = numbers)
        {
            var (address, count) = ((nint)pointer, numbers.Length);
            Do(() => library.BeginSum((void*)address, count, library.Float), (long)count * sizeof(float));
        }
    }

    /// <summary>
    /// Sums over the processes of numbers that travel as bfloat16: each process adds up one part of them in float32 and hands it to the
    /// others, rounded.
    /// </summary>
    public void SumRounded(Span<float> numbers)
    {
        var part = (numbers.Length + size - 1) / size;
        if (_sent.Length < part * size)
            (_sent, _received) = (GC.AllocateArray<ushort>(part * size, pinned: true), GC.AllocateArray<ushort>(part * size, pinned: true));
        BFloat16Numbers.Round(numbers, _sent);
        _sent.AsSpan(numbers.Length, (part * size) - numbers.Length).Clear();
        var (sent, received) = (Address(_sent), Address(_received));
        var bytes = part * sizeof(ushort);
        Do(() => library.BeginExchange((void*)sent, (void*)received, bytes), (long)bytes * size);
        var sums = new float[part];
        for (var rank = 0; rank < size; rank++)
            BFloat16Numbers.Add(_received.AsSpan(rank * part, part), sums);
        BFloat16Numbers.Round(sums, _sent);
        Do(() => library.BeginGather((void*)sent, (void*)received, bytes), bytes);
        BFloat16Numbers.Widen(_received.AsSpan(0, numbers.Length), numbers);
    }

    /// <summary>The bytes of each process, in the order of ranks.</summary>
    public byte[][] Gather(ReadOnlySpan<byte> own)
    {
        var lengths = MemoryMarshal.Cast<byte, int>(Collect(BitConverter.GetBytes(own.Length))).ToArray();
        var longest = lengths.Max();
        var padded = new byte[longest];
        own.CopyTo(padded);
        var all = Collect(padded);
        return [.. lengths.Select((length, rank) => all.AsSpan(rank * longest, length).ToArray())];
    }

    /// <summary>The first process's bytes.</summary>
    public byte[] FromFirst(byte[] own)
    {
        var length = BitConverter.GetBytes(own.LongLength);
        Broadcast(length);
        var bytes = BitConverter.ToInt64(length) == own.LongLength ? own : new byte[BitConverter.ToInt64(length)];
        Broadcast(bytes);
        return bytes;
    }

    /// <summary>Waits until all processes are at the end of their work.</summary>
    /// <param name="throwIfLost">Throws if one never comes.</param>
    public void Meet(Action throwIfLost)
    {
        ThrowIfLost = throwIfLost; // that others leave is no fault any more
        Do(library.BeginMeeting, 0);
    }

    private void Broadcast(byte[] bytes)
    {
        for (var start = 0; start < bytes.Length; start += PieceBytes)
        {
            var count = Math.Min(PieceBytes, bytes.Length - start);
            fixed (byte* pointer = &bytes[start])
            {
                var address = (nint)pointer;
                Do(() => library.BeginBroadcast((void*)address, count), count);
            }
        }
    }

    private byte[] Collect(byte[] own)
    {
        var all = new byte[checked(own.Length * size)];
        if (own.Length == 0)
            return all;
        fixed (byte* pointer = own, collected = all)
        {
            var (from, into) = ((nint)pointer, (nint)collected);
            Do(() => library.BeginGather((void*)from, (void*)into, own.Length), own.Length);
        }
        return all;
    }

    private static nint Address(ushort[] pinned) => (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref pinned[0]);

    private void Do(Func<nint> begin, long bytes)
    {
        lock (_oneAtATime)
        {
            var began = Stopwatch.GetTimestamp();
            ThrowIfLost();
            try
            {
                var request = begin();
                for (var tests = 0; !library.HasEnded(ref request); tests++)
                {
                    ThrowIfLost();
                    if (tests > TestsAtFirst)
                        Thread.Yield();
                }
            }
            catch (DistributionException)
            {
                ThrowIfLost();
                Thread.Sleep(200); // MPI has noticed first that a process is gone; who it is will be known
                ThrowIfLost();
                throw;
            }
            Traffic = new MpiTraffic(Traffic.Calls + 1, Traffic.Bytes + bytes, Traffic.Time + Stopwatch.GetElapsedTime(began));
        }
    }
}
