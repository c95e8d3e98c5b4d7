using System.Globalization;
using System.Numerics;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Turns the bytes of one non-empty field into a value. Structs, so that each column type gets its own compiled loop.</summary>
internal interface IFieldParser<T>
{
    /// <summary>True if a field that does not parse stops the reading; false if it becomes <see cref="BadValue"/>.</summary>
    bool FailureIsFatal { get; }

    T BadValue { get; }

    bool TryParse(ReadOnlySpan<byte> field, out T value);
}

internal readonly struct SingleFieldParser(byte decimalMarker) : IFieldParser<float>
{
    public bool FailureIsFatal => false;

    public float BadValue => float.NaN;

    public bool TryParse(ReadOnlySpan<byte> field, out float value) => NumberParser.TryParse(field, decimalMarker, out value);
}

internal readonly struct DoubleFieldParser(byte decimalMarker) : IFieldParser<double>
{
    public bool FailureIsFatal => false;

    public double BadValue => double.NaN;

    public bool TryParse(ReadOnlySpan<byte> field, out double value) => NumberParser.TryParse(field, decimalMarker, out value);
}

internal readonly struct IntegerFieldParser<T> : IFieldParser<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public bool FailureIsFatal => true;

    public T BadValue => default;

    public bool TryParse(ReadOnlySpan<byte> field, out T value)
    {
        value = default;
        return !field.Contains((byte)'+') && T.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }
}

/// <summary>Keys are written zero-based: text 0 is key 1. A missing or impossible one is 0.</summary>
internal readonly struct KeyFieldParser<T>(ulong count) : IFieldParser<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public bool FailureIsFatal => false;

    public T BadValue => default;

    public bool TryParse(ReadOnlySpan<byte> field, out T value)
    {
        value = default;
        if (NumberParser.IsMissing(field))
            return true;
        if (!ulong.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= count)
            return false;
        value = T.CreateChecked(index + 1);
        return true;
    }
}

internal readonly struct BooleanFieldParser : IFieldParser<bool>
{
    public bool FailureIsFatal => true;

    public bool BadValue => false;

    public bool TryParse(ReadOnlySpan<byte> field, out bool value)
    {
        value = Is(field, "1"u8) || Is(field, "+"u8) || Is(field, "+1"u8) || Is(field, "t"u8) || Is(field, "true"u8) || Is(field, "y"u8) || Is(field, "yes"u8);
        return value
            || Is(field, "0"u8) || Is(field, "-"u8) || Is(field, "-1"u8) || Is(field, "f"u8) || Is(field, "false"u8) || Is(field, "n"u8) || Is(field, "no"u8);
    }

    private static bool Is(ReadOnlySpan<byte> field, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(field, word);
}

internal readonly struct TimeSpanFieldParser : IFieldParser<TimeSpan>
{
    public bool FailureIsFatal => true;

    public TimeSpan BadValue => default;

    public bool TryParse(ReadOnlySpan<byte> field, out TimeSpan value)
        => TimeSpan.TryParse(Encoding.UTF8.GetString(field), CultureInfo.InvariantCulture, out value);
}

internal readonly struct DateTimeFieldParser : IFieldParser<DateTime>
{
    internal const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    public bool FailureIsFatal => true;

    public DateTime BadValue => default;

    public bool TryParse(ReadOnlySpan<byte> field, out DateTime value)
        => DateTime.TryParse(Encoding.UTF8.GetString(field), CultureInfo.InvariantCulture, Utc, out value);
}

internal readonly struct DateTimeOffsetFieldParser : IFieldParser<DateTimeOffset>
{
    public bool FailureIsFatal => true;

    public DateTimeOffset BadValue => default;

    public bool TryParse(ReadOnlySpan<byte> field, out DateTimeOffset value)
        => DateTimeOffset.TryParse(Encoding.UTF8.GetString(field), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
}

/// <summary>Row ids are written as 0x and thirty-two hexadecimal digits, the high half first.</summary>
internal readonly struct RowIdFieldParser : IFieldParser<DataViewRowId>
{
    public bool FailureIsFatal => true;

    public DataViewRowId BadValue => default;

    public bool TryParse(ReadOnlySpan<byte> field, out DataViewRowId value)
    {
        value = default;
        if (field.Length != 34 || field[0] != '0' || field[1] != 'x'
            || !ulong.TryParse(field.Slice(2, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var high)
            || !ulong.TryParse(field.Slice(18, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var low))
            return false;
        value = new DataViewRowId(low, high);
        return true;
    }
}

/// <summary>Text is copied into chunks of characters that nobody reuses, because readers may keep what they get.</summary>
internal struct TextFieldParser : IFieldParser<ReadOnlyMemory<char>>
{
    private const int ChunkLength = 16 * 1024;

    private char[] _chunk;
    private int _used;

    public readonly bool FailureIsFatal => false;

    public readonly ReadOnlyMemory<char> BadValue => default;

    public bool TryParse(ReadOnlySpan<byte> field, out ReadOnlyMemory<char> value)
    {
        if (_chunk is null || _chunk.Length - _used < field.Length)
        {
            _chunk = new char[Math.Max(ChunkLength, field.Length)];
            _used = 0;
        }

        var length = Encoding.UTF8.GetChars(field, _chunk.AsSpan(_used));
        value = _chunk.AsMemory(_used, length);
        _used += length;
        return true;
    }
}
