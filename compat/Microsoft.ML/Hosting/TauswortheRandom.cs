namespace Microsoft.ML.Runtime;

/// The library's random generator: a combined Tausworthe generator with a congruential part (period about 2^121).
internal sealed class TauswortheRandom : Random
{
    private uint _z1;
    private uint _z2;
    private uint _z3;
    private uint _z4;

    public TauswortheRandom(uint seed)
    {
        _z1 = seed;
        _z2 = Round(_z1, _z1);
        _z3 = Round(_z2, _z1);
        _z4 = Round(_z3, _z1);
    }

    public static TauswortheRandom Create(int? seed) => new((uint)(seed ?? Shared.Next()));

    /// A child generator, its whole state drawn from the parent.
    public TauswortheRandom(Random parent)
    {
        _z1 = DrawnSeed(parent);
        _z2 = DrawnSeed(parent);
        _z3 = DrawnSeed(parent);
        _z4 = DrawnBits(parent);
    }

    public override int Next() => (int)(NextUInt() & int.MaxValue);

    public override int Next(int maxValue)
    {
        Contracts.CheckParam(null, maxValue >= 0, nameof(maxValue), "The bound cannot be negative");
        return (int)(((ulong)NextUInt() * (uint)maxValue) >> 32);
    }

    public override int Next(int minValue, int maxValue)
    {
        Contracts.CheckParam(null, minValue <= maxValue, nameof(minValue), "The lower bound is above the upper bound");
        return (int)(minValue + (long)(NextDouble() * ((long)maxValue - minValue)));
    }

    /// Hides the inherited method, as the official generator does: through a Random the runtime's own generator answers NextSingle.
    public new float NextSingle() => (NextUInt() >> 9) * (1f / (1 << 23));

    public override double NextDouble() => NextUInt() * (1.0 / (1L << 32));

    public override void NextBytes(byte[] buffer)
    {
        Contracts.CheckValue(null, buffer, nameof(buffer));
        for (var i = 0; i < buffer.Length; i++)
            buffer[i] = (byte)Next();
    }

    internal uint NextUInt()
    {
        _z1 = Step(_z1, 13, 19, 12, ~1u);
        _z2 = Step(_z2, 2, 25, 4, ~7u);
        _z3 = Step(_z3, 3, 11, 17, ~15u);
        _z4 = 1664525u * _z4 + 1013904223u;
        return _z1 ^ _z2 ^ _z3 ^ _z4;
    }

    private static uint DrawnBits(Random parent) => ((uint)parent.Next(1 << 16) << 16) | (uint)parent.Next(1 << 16);

    /// The three shift registers must not start with too few bits.
    private static uint DrawnSeed(Random parent)
    {
        var bits = DrawnBits(parent);
        while (bits < 128)
            bits = DrawnBits(parent);
        return bits;
    }

    private static uint Step(uint z, int a, int b, int c, uint mask) => ((z & mask) << c) ^ (((z << a) ^ z) >> b);

    /// One round of a Murmur-style hash.
    internal static uint Round(uint hash, uint chunk)
    {
        chunk *= 0xCC9E2D51;
        chunk = uint.RotateLeft(chunk, 15);
        chunk *= 0x1B873593;
        hash ^= chunk;
        hash = uint.RotateLeft(hash, 13);
        return hash * 5 + 0xE6546B64;
    }
}
