using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>Values of one primitive type as bytes.</summary>
internal abstract class ItemCodec<T>
{
    public abstract void Write(BinaryWriter writer, ReadOnlySpan<T> values);

    public abstract void Read(BinaryReader reader, Span<T> values);
}

internal static class ItemCodecs
{
    /// <summary>The codec of a primitive type, an <see cref="ItemCodec{T}"/> of its raw type.</summary>
    public static object For(DataViewType type)
    {
        if (type is TextDataViewType)
            return new TextItemCodec();
        if (type is BooleanDataViewType)
            return new ConvertedItemCodec<bool, byte>(v => v ? (byte)1 : (byte)0, v => v != 0);
        if (type is DateTimeDataViewType)
            return new ConvertedItemCodec<DateTime, (long Ticks, long Kind)>(v => (v.Ticks, (long)v.Kind), v => new DateTime(v.Ticks, (DateTimeKind)v.Kind));
        if (type is DateTimeOffsetDataViewType)
        {
            return new ConvertedItemCodec<DateTimeOffset, (long Ticks, long Offset)>(
                v => (v.Ticks, v.Offset.Ticks), v => new DateTimeOffset(v.Ticks, new TimeSpan(v.Offset)));
        }

        if (type is TimeSpanDataViewType)
            return new ConvertedItemCodec<TimeSpan, long>(v => v.Ticks, v => new TimeSpan(v));
        if (type is RowIdDataViewType)
            return new ConvertedItemCodec<DataViewRowId, (ulong Low, ulong High)>(v => (v.Low, v.High), v => new DataViewRowId(v.Low, v.High));
        return Activator.CreateInstance(typeof(RawItemCodec<>).MakeGenericType(type.RawType));
    }
}

/// <summary>Numbers and keys, as they lie in memory (little-endian).</summary>
internal sealed class RawItemCodec<T> : ItemCodec<T>
    where T : unmanaged
{
    public override void Write(BinaryWriter writer, ReadOnlySpan<T> values) => writer.Write(MemoryMarshal.AsBytes(values));

    public override void Read(BinaryReader reader, Span<T> values) => reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values));
}

internal sealed class ConvertedItemCodec<T, TRaw>(Func<T, TRaw> toRaw, Func<TRaw, T> fromRaw) : ItemCodec<T>
    where TRaw : unmanaged
{
    public override void Write(BinaryWriter writer, ReadOnlySpan<T> values)
    {
        foreach (var value in values)
        {
            var raw = toRaw(value);
            writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<TRaw>(in raw)));
        }
    }

    public override void Read(BinaryReader reader, Span<T> values)
    {
        Unsafe.SkipInit(out TRaw raw);
        try
        {
            foreach (ref var value in values)
            {
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<TRaw>(ref raw)));
                value = fromRaw(raw);
            }
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"The binary data has an impossible {typeof(T).Name}.", e);
        }
    }
}

/// <summary>Text as UTF-16, which keeps every string as it is, even with lone surrogates.</summary>
internal sealed class TextItemCodec : ItemCodec<ReadOnlyMemory<char>>
{
    public override void Write(BinaryWriter writer, ReadOnlySpan<ReadOnlyMemory<char>> values)
    {
        foreach (var value in values)
        {
            writer.Write(value.Length);
            writer.Write(MemoryMarshal.AsBytes(value.Span));
        }
    }

    public override void Read(BinaryReader reader, Span<ReadOnlyMemory<char>> values)
    {
        foreach (ref var value in values)
        {
            var length = BinaryFormat.ReadCount(reader, (int)(reader.BaseStream.Length / sizeof(char)));
            var text = length == 0 ? [] : new char[length];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(text.AsSpan()));
            value = text;
        }
    }
}
