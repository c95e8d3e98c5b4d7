using System.Globalization;
using System.Numerics;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>How the values of each type are written as text.</summary>
internal static class TextSlotFormat
{
    public static bool CanFormat(DataViewType type) => type.GetItemType() is KeyDataViewType || type.GetItemType().IsStandardScalar();

    /// <summary>Appends the text of a value of the item type to a builder.</summary>
    public static Delegate Create(DataViewType itemType, char separator) => itemType switch
    {
        KeyDataViewType { RawType: var raw } when raw == typeof(byte) => Key<byte>(),
        KeyDataViewType { RawType: var raw } when raw == typeof(ushort) => Key<ushort>(),
        KeyDataViewType { RawType: var raw } when raw == typeof(uint) => Key<uint>(),
        KeyDataViewType => Key<ulong>(),
        TextDataViewType => (Action<ReadOnlyMemory<char>, StringBuilder>)((value, text) => text.Append(Quote(value.Span, separator))),
        BooleanDataViewType => (Action<bool, StringBuilder>)((value, text) => text.Append(value ? '1' : '0')),
        TimeSpanDataViewType => (Action<TimeSpan, StringBuilder>)((value, text) => text.Append(CultureInfo.InvariantCulture, $"\"{value:c}\"")),
        DateTimeDataViewType => (Action<DateTime, StringBuilder>)((value, text) => text.Append(CultureInfo.InvariantCulture, $"\"{value:o}\"")),
        DateTimeOffsetDataViewType => (Action<DateTimeOffset, StringBuilder>)((value, text) => text.Append(CultureInfo.InvariantCulture, $"\"{value:o}\"")),
        RowIdDataViewType => (Action<DataViewRowId, StringBuilder>)((value, text) => text.Append(CultureInfo.InvariantCulture, $"0x{value.High:x16}{value.Low:x16}")),
        { RawType: var raw } when raw == typeof(float) => (Action<float, StringBuilder>)((value, text) => Number(float.IsNaN(value), value, text)),
        { RawType: var raw } when raw == typeof(double) => (Action<double, StringBuilder>)((value, text) => Number(double.IsNaN(value), value, text)),
        { RawType: var raw } when raw == typeof(sbyte) => Integer<sbyte>(),
        { RawType: var raw } when raw == typeof(byte) => Integer<byte>(),
        { RawType: var raw } when raw == typeof(short) => Integer<short>(),
        { RawType: var raw } when raw == typeof(ushort) => Integer<ushort>(),
        { RawType: var raw } when raw == typeof(int) => Integer<int>(),
        { RawType: var raw } when raw == typeof(uint) => Integer<uint>(),
        { RawType: var raw } when raw == typeof(long) => Integer<long>(),
        _ => Integer<ulong>(),
    };

    /// <summary>Text as it is, or in quotes if it would read back differently.</summary>
    public static string Quote(ReadOnlySpan<char> text, char separator)
    {
        var plain = !text.IsEmpty && text[0] != ' ' && !text.ContainsAny("\":\r\n") && !text.Contains(separator);
        return plain ? text.ToString() : $"\"{text.ToString().Replace("\"", "\"\"")}\"";
    }

    private static void Number<T>(bool missing, T value, StringBuilder text)
        where T : IFloatingPoint<T>
    {
        if (missing)
            text.Append('?');
        else
            text.Append(CultureInfo.InvariantCulture, $"{value}");
    }

    private static Action<T, StringBuilder> Integer<T>()
        where T : IBinaryInteger<T>
        => (value, text) => text.Append(CultureInfo.InvariantCulture, $"{value}");

    private static Action<T, StringBuilder> Key<T>()
        where T : IBinaryInteger<T>
        => (value, text) =>
        {
            if (value != T.Zero)
                text.Append(CultureInfo.InvariantCulture, $"{value - T.One}");
        };
}
