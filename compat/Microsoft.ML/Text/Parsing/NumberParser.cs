using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Real numbers from UTF-8, correctly rounded: a fast path for short numbers, the runtime's parser for the others.</summary>
internal static class NumberParser
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const ulong LargestExactMantissa = 1UL << 53;
    private const int LargestExactPower = 22;

    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    public static bool TryParse(ReadOnlySpan<byte> text, byte decimalMarker, out float value)
    {
        if (TryParseExact(text, decimalMarker, out var real))
        {
            // The nearest double is at hand. Rounding once more is safe unless it lies halfway between two floats.
            const ulong tail = (1UL << 29) - 1;
            var magnitude = Math.Abs(real);
            var halfway = (BitConverter.DoubleToUInt64Bits(real) & tail) == 1UL << 28;
            if (!halfway && (magnitude >= 1.2e-38 || magnitude == 0))
            {
                value = (float)real;
                return true;
            }
        }

        if (TryNormalize(ref text, decimalMarker, out var special))
            return float.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
        value = (float)special.GetValueOrDefault(double.NaN);
        return special.HasValue;
    }

    public static bool TryParse(ReadOnlySpan<byte> text, byte decimalMarker, out double value)
    {
        if (TryParseExact(text, decimalMarker, out value))
            return true;
        if (TryNormalize(ref text, decimalMarker, out var special))
            return double.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
        value = special.GetValueOrDefault(double.NaN);
        return special.HasValue;
    }

    /// <summary>The spellings of a missing value.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> text) => text.Length switch
    {
        1 => text[0] == '?',
        2 => IsText(text, "na"u8),
        3 => IsText(text, "nan"u8) || IsText(text, "n/a"u8),
        _ => false,
    };

    private static bool IsText(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) => System.Text.Ascii.EqualsIgnoreCase(text, lower);

    /// <summary>A mantissa below 2^53 times or over an exact power of ten takes one rounding, so the result is the nearest double.</summary>
    private static bool TryParseExact(ReadOnlySpan<byte> text, byte decimalMarker, out double value)
    {
        value = 0;
        var i = 0;
        var negative = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            i = 1;
        }

        ulong mantissa = 0;
        uint digit;
        var first = i;
        while (i < text.Length && (digit = (uint)text[i] - '0') <= 9)
        {
            mantissa = mantissa * 10 + digit;
            i++;
        }

        var digits = i - first;
        var power = 0;
        if (i < text.Length && text[i] == decimalMarker)
        {
            first = ++i;
            while (i < text.Length && (digit = (uint)text[i] - '0') <= 9)
            {
                mantissa = mantissa * 10 + digit;
                i++;
            }

            power = first - i;
            digits += i - first;
        }

        // Nineteen digits cannot overflow 64 bits; leading zeros count too, which only costs speed.
        if (digits is 0 or > 19)
            return false;
        if (i < text.Length && (text[i] | 0x20) == 'e' && !TryReadExponent(text, ref i, ref power))
            return false;
        if (i != text.Length || mantissa > LargestExactMantissa || power is < -LargestExactPower or > LargestExactPower)
            return false;
        value = power < 0 ? mantissa / PowersOfTen[-power] : mantissa * PowersOfTen[power];
        if (negative)
            value = -value;
        return true;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, ref int i, ref int power)
    {
        i++;
        var negative = i < text.Length && text[i] == '-';
        if (i < text.Length && text[i] is (byte)'-' or (byte)'+')
            i++;
        var first = i;
        var exponent = 0;
        while (i < text.Length && (uint)text[i] - '0' <= 9 && exponent < 10000)
            exponent = exponent * 10 + (text[i++] - '0');
        power += negative ? -exponent : exponent;
        return i > first;
    }

    /// <returns>False if the text is no plain number; then <paramref name="special"/> is its value, null if it has none.</returns>
    private static bool TryNormalize(ref ReadOnlySpan<byte> text, byte decimalMarker, out double? special)
    {
        text = text.TrimEnd(" \t"u8);
        special = null;
        if (IsMissing(text))
        {
            special = double.NaN;
            return false;
        }

        var sign = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        if (text[sign..].SequenceEqual("∞"u8) || text[sign..].SequenceEqual("Infinity"u8))
        {
            special = sign == 1 && text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return false;
        }

        if (text.IsEmpty || text.ContainsAnyExcept("+-0123456789.,eE"u8))
            return false;
        if (decimalMarker == '.')
            return !text.Contains((byte)',');
        if (text.Contains((byte)'.'))
            return false;
        var pointed = text.ToArray();
        pointed.AsSpan().Replace(decimalMarker, (byte)'.');
        text = pointed;
        return true;
    }
}
