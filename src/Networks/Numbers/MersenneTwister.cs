using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepML.Networks;

/// <summary>
/// The generator of torch's processor, MT19937 (Matsumoto and Nishimura, ACM TOMACS 8, 1998), over a copy of its state: the same numbers,
/// many at a time.
/// </summary>
/// <param name="state">What <c>torch.get_rng_state</c> has given.</param>
internal sealed class MersenneTwister(byte[] state)
{
    private const int Numbers = 624;
    private const int Middle = 397;
    private const uint UpperBit = 0x80000000, LowerBits = 0x7FFFFFFF, Twist = 0x9908B0DF;

    // Bytes behind the seed: numbers left, whether it is seeded, which number is next, and the numbers, each in eight bytes.
    private const int Left = 8, Next = 16, First = 24;

    private readonly uint[] _numbers = Read(state);
    private int _left = BitConverter.ToInt32(state, Left);
    private int _next = (int)BitConverter.ToUInt64(state, Next);

    /// <summary>The state as torch takes it, behind the numbers drawn.</summary>
    public byte[] State
    {
        get
        {
            var bytes = (byte[])state.Clone();
            BitConverter.TryWriteBytes(bytes.AsSpan(Left), _left);
            BitConverter.TryWriteBytes(bytes.AsSpan(Next), (ulong)_next);
            for (var i = 0; i < Numbers; i++)
                BitConverter.TryWriteBytes(bytes.AsSpan(First + (i * sizeof(ulong))), (ulong)_numbers[i]);
            return bytes;
        }
    }

    /// <summary>Draws uniform numbers, each as torch's <c>uniform_</c> draws one of float32.</summary>
    /// <param name="drawn">Receives them.</param>
    /// <param name="from">The least possible number.</param>
    /// <param name="to">Above all of them, but for rounding.</param>
    public void Uniform(Span<float> drawn, float from, float to)
    {
        while (drawn.Length > 0)
        {
            if (_left == 1)
                Refresh();
            var count = Math.Min(_left - 1, drawn.Length);
            Draw(_numbers.AsSpan(_next, count), drawn[..count], from, (double)(to - from));
            _left -= count;
            _next += count;
            drawn = drawn[count..];
        }
    }

    private static uint[] Read(byte[] state)
    {
        var numbers = new uint[Numbers];
        for (var i = 0; i < Numbers; i++)
            numbers[i] = (uint)BitConverter.ToUInt64(state, First + (i * sizeof(ulong)));
        return numbers;
    }

    // The next 624 numbers; torch counts one more as left, for it looks before it draws.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Refresh()
    {
        ref var number = ref MemoryMarshal.GetArrayDataReference(_numbers);
        var at = Step(ref number, 0, Numbers - Middle, Middle);
        at = Step(ref number, at, Numbers - 1, Middle - Numbers);
        _numbers[at] = Mixed(_numbers[at], _numbers[0], _numbers[at + Middle - Numbers]);
        (_left, _next) = (Numbers + 1, 0);
    }

    // From each number and the next one, and one further on or behind: none that a vector reads is written by it.
    private static int Step(ref uint number, int at, int end, int other)
    {
        var (upper, lower, twist) = (new Vector<uint>(UpperBit), new Vector<uint>(LowerBits), new Vector<uint>(Twist));
        for (; at + Vector<uint>.Count <= end; at += Vector<uint>.Count)
        {
            var next = Vector.LoadUnsafe(ref number, (nuint)at + 1);
            var both = (Vector.LoadUnsafe(ref number, (nuint)at) & upper) | (next & lower);
            var odd = Vector<uint>.Zero - (next & Vector<uint>.One);
            (Vector.LoadUnsafe(ref number, (nuint)(at + other)) ^ (both >> 1) ^ (odd & twist)).StoreUnsafe(ref number, (nuint)at);
        }
        for (; at < end; at++)
        {
            ref var moved = ref Unsafe.Add(ref number, at);
            moved = Mixed(moved, Unsafe.Add(ref number, at + 1), Unsafe.Add(ref number, at + other));
        }
        return at;
    }

    private static uint Mixed(uint number, uint next, uint other) =>
        other ^ (((number & UpperBit) | (next & LowerBits)) >> 1) ^ ((0 - (next & 1)) & Twist);

    // A number of 24 bits as a share of 2²⁴, times the range in double precision: as torch does it, bit for bit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Draw(ReadOnlySpan<uint> numbers, Span<float> drawn, float from, double range)
    {
        const float unit = 1f / (1 << 24);
        const uint bits = (1 << 24) - 1;
        ref var number = ref MemoryMarshal.GetReference(numbers);
        ref var into = ref MemoryMarshal.GetReference(drawn);
        var (first, scale) = (new Vector<double>(from), new Vector<double>(range));
        var at = 0;
        for (; at + Vector<uint>.Count <= numbers.Length; at += Vector<uint>.Count)
        {
            var tempered = Tempered(Vector.LoadUnsafe(ref number, (nuint)at)) & new Vector<uint>(bits);
            var share = Vector.ConvertToSingle(tempered.As<uint, int>()) * new Vector<float>(unit);
            Vector.Widen(share, out var low, out var high);
            Vector.Narrow((low * scale) + first, (high * scale) + first).StoreUnsafe(ref into, (nuint)at);
        }
        for (; at < numbers.Length; at++)
        {
            var share = (Tempered(new Vector<uint>(numbers[at]))[0] & bits) * unit;
            drawn[at] = (float)((share * range) + from);
        }
    }

    private static Vector<uint> Tempered(Vector<uint> number)
    {
        number ^= number >> 11;
        number ^= (number << 7) & new Vector<uint>(0x9D2C5680);
        number ^= (number << 15) & new Vector<uint>(0xEFC60000);
        return number ^ (number >> 18);
    }
}
