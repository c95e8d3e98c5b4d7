using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepML.Distributed;

/// <summary>Numbers as the upper halves of their float32.</summary>
internal static class BFloat16Numbers
{
    private const uint Infinity = 0x7F80_0000;

    /// <summary>Rounds numbers to the nearest, ties to even; what is no number stays none.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="rounded">At least as long.</param>
    public static void Round(ReadOnlySpan<float> numbers, Span<ushort> rounded)
    {
        var bits = MemoryMarshal.Cast<float, uint>(numbers);
        var i = 0;
        for (var width = Vector<uint>.Count; i <= bits.Length - (2 * width); i += 2 * width)
            Vector.Narrow(Rounded(new Vector<uint>(bits[i..])), Rounded(new Vector<uint>(bits[(i + width)..]))).CopyTo(rounded[i..]);
        for (; i < bits.Length; i++)
            rounded[i] = (ushort)((bits[i] & ~0x8000_0000) > Infinity
                ? (bits[i] >> 16) | 0x40 : (bits[i] + 0x7FFF + ((bits[i] >> 16) & 1)) >> 16);
    }

    /// <summary>Back to float32, exactly.</summary>
    public static void Widen(ReadOnlySpan<ushort> rounded, Span<float> numbers)
    {
        var bits = MemoryMarshal.Cast<float, uint>(numbers);
        for (var i = 0; i < rounded.Length; i++)
            bits[i] = (uint)rounded[i] << 16;
    }

    /// <summary>Adds numbers to sums.</summary>
    public static void Add(ReadOnlySpan<ushort> rounded, Span<float> sums)
    {
        for (var i = 0; i < rounded.Length; i++)
            sums[i] += BitConverter.UInt32BitsToSingle((uint)rounded[i] << 16);
    }

    private static Vector<uint> Rounded(Vector<uint> bits)
    {
        var even = Vector.ShiftRightLogical(bits, 16) & Vector<uint>.One;
        var nearest = Vector.ShiftRightLogical(bits + new Vector<uint>(0x7FFF) + even, 16);
        var isNone = Vector.GreaterThan(bits & new Vector<uint>(0x7FFF_FFFF), new Vector<uint>(Infinity));
        return Vector.ConditionalSelect(isNone, Vector.ShiftRightLogical(bits, 16) | new Vector<uint>(0x40), nearest);
    }
}
