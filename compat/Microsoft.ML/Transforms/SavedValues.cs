using System.Runtime.InteropServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// How the transforms of this folder store types and arrays of values in their model block.
internal static class SavedValues
{
    private const byte RowIdCode = 16;

    public static void WriteType(this BinaryWriter writer, DataViewType type)
    {
        var item = type.GetItemType();
        writer.Write(item is RowIdDataViewType ? RowIdCode : (byte)PrimitiveTypes.KindOf(item.RawType));
        writer.Write(item.GetKeyCount());
        var dimensions = (type as VectorDataViewType)?.Dimensions;
        writer.Write(dimensions?.Length ?? 0);
        foreach (var dimension in dimensions ?? [])
            writer.Write(dimension);
    }

    public static DataViewType ReadType(this BinaryReader reader, IExceptionContext ctx)
    {
        var code = reader.ReadByte();
        ctx.CheckDecode(code is > 0 and <= RowIdCode, "The model holds an unknown type");
        PrimitiveDataViewType item = code == RowIdCode ? RowIdDataViewType.Instance : PrimitiveTypes.FromKind((DataKind)code);
        var keyCount = reader.ReadUInt64();
        if (keyCount > 0)
        {
            ctx.CheckDecode(KeyDataViewType.IsValidDataType(item.RawType) && keyCount <= KeyDataViewType.Maximum(item.RawType), "The model holds an impossible key type");
            item = new KeyDataViewType(item.RawType, keyCount);
        }
        var dimensions = new int[reader.ReadCount(ctx)];
        for (var i = 0; i < dimensions.Length; i++)
            dimensions[i] = reader.ReadCount(ctx);
        return dimensions.Length == 0 ? item : new VectorDataViewType(item, dimensions);
    }

    public static int ReadCount(this BinaryReader reader, IExceptionContext ctx)
    {
        var count = reader.ReadInt32();
        ctx.CheckDecode(count >= 0, "The model holds a negative count");
        return count;
    }

    /// Null and empty are told apart.
    public static void WriteArray<T>(this BinaryWriter writer, T[] values) where T : unmanaged
    {
        writer.Write(values?.Length ?? -1);
        writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    public static T[] ReadArray<T>(this BinaryReader reader, IExceptionContext ctx) where T : unmanaged
    {
        var count = reader.ReadInt32();
        if (count < 0)
            return null;
        var bytes = reader.ReadBytes(checked(count * System.Runtime.CompilerServices.Unsafe.SizeOf<T>()));
        var values = MemoryMarshal.Cast<byte, T>(bytes).ToArray();
        ctx.CheckDecode(values.Length == count, "The model ends within an array");
        return values;
    }

    public static void WriteTexts(this BinaryWriter writer, ReadOnlySpan<ReadOnlyMemory<char>> texts)
    {
        writer.Write(texts.Length);
        foreach (var text in texts)
            writer.Write(text.ToString());
    }

    public static ReadOnlyMemory<char>[] ReadTexts(this BinaryReader reader, IExceptionContext ctx)
    {
        var texts = new ReadOnlyMemory<char>[reader.ReadCount(ctx)];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = reader.ReadString().AsMemory();
        return texts;
    }

    /// Values of any primitive type.
    public static void WriteValues<T>(this BinaryWriter writer, T[] values)
    {
        if (values is ReadOnlyMemory<char>[] texts)
        {
            writer.WriteTexts(texts);
            return;
        }
        writer.Write(values.Length);
        foreach (var value in values)
            switch (value)
            {
                case bool v: writer.Write(v); break;
                case sbyte v: writer.Write(v); break;
                case byte v: writer.Write(v); break;
                case short v: writer.Write(v); break;
                case ushort v: writer.Write(v); break;
                case int v: writer.Write(v); break;
                case uint v: writer.Write(v); break;
                case long v: writer.Write(v); break;
                case ulong v: writer.Write(v); break;
                case float v: writer.Write(v); break;
                case double v: writer.Write(v); break;
                case TimeSpan v: writer.Write(v.Ticks); break;
                case DateTime v: writer.Write(v.ToBinary()); break;
                case DateTimeOffset v: writer.Write(v.Ticks); writer.Write(v.Offset.Ticks); break;
                case DataViewRowId v: writer.Write(v.Low); writer.Write(v.High); break;
                default: throw new NotSupportedException($"Values of type {typeof(T)} cannot be saved");
            }
    }

    public static T[] ReadValues<T>(this BinaryReader reader, IExceptionContext ctx)
    {
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
            return (T[])(object)reader.ReadTexts(ctx);
        var values = new T[reader.ReadCount(ctx)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (T)ReadOne(reader, typeof(T));
        return values;
    }

    private static object ReadOne(BinaryReader reader, Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => reader.ReadBoolean(),
        TypeCode.SByte => reader.ReadSByte(),
        TypeCode.Byte => reader.ReadByte(),
        TypeCode.Int16 => reader.ReadInt16(),
        TypeCode.UInt16 => reader.ReadUInt16(),
        TypeCode.Int32 => reader.ReadInt32(),
        TypeCode.UInt32 => reader.ReadUInt32(),
        TypeCode.Int64 => reader.ReadInt64(),
        TypeCode.UInt64 => reader.ReadUInt64(),
        TypeCode.Single => reader.ReadSingle(),
        TypeCode.Double => reader.ReadDouble(),
        TypeCode.DateTime => DateTime.FromBinary(reader.ReadInt64()),
        _ when type == typeof(TimeSpan) => new TimeSpan(reader.ReadInt64()),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(reader.ReadInt64(), new TimeSpan(reader.ReadInt64())),
        _ when type == typeof(DataViewRowId) => new DataViewRowId(reader.ReadUInt64(), reader.ReadUInt64()),
        _ => throw new NotSupportedException($"Values of type {type} cannot be loaded"),
    };
}
