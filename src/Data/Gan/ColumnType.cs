using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>The type of a column as a saved model holds it.</summary>
/// <param name="ItemType">Name of the type, or of a vector's items' type, in ML.NET: Single, Boolean, String, UInt32, ...</param>
/// <param name="KeyCount">Number of keys, if items are keys; else 0.</param>
/// <param name="Dimensions">Dimensions of a vector; empty for a scalar.</param>
internal sealed record ColumnType(string ItemType, ulong KeyCount, int[] Dimensions)
{
    private static readonly PrimitiveDataViewType[] ItemTypes =
    [
        TextDataViewType.Instance, BooleanDataViewType.Instance, NumberDataViewType.SByte, NumberDataViewType.Byte,
        NumberDataViewType.Int16,
        NumberDataViewType.UInt16, NumberDataViewType.Int32, NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64,
        NumberDataViewType.Single, NumberDataViewType.Double, DateTimeDataViewType.Instance, DateTimeOffsetDataViewType.Instance,
        TimeSpanDataViewType.Instance,
    ];

    /// <summary>What is saved of a type; null if it is no text, boolean, number, key, time, or vector of them.</summary>
    public static ColumnType? Of(DataViewType type)
    {
        var vector = type as VectorDataViewType;
        var item = vector?.ItemType ?? type;
        int[] dimensions = vector is null ? [] : [.. vector.Dimensions];
        if (item is KeyDataViewType key)
            return Array.Find(ItemTypes, t => t is NumberDataViewType && t.RawType == key.RawType) is { } number
                ? new ColumnType(number.ToString()!, key.Count, dimensions) : null;
        return Array.Exists(ItemTypes, t => t.Equals(item)) ? new ColumnType(item.ToString()!, 0, dimensions) : null;
    }

    /// <summary>The type of items with this name.</summary>
    /// <param name="name">As in <see cref="ItemType"/>.</param>
    /// <param name="owner">Who has the type, for the error.</param>
    /// <exception cref="FormatException">There is no such type.</exception>
    public static PrimitiveDataViewType Named(string name, string owner) => Array.Find(ItemTypes, type => type.ToString() == name)
        ?? throw new FormatException($"The type '{name}' of the model's {owner} is not known.");

    /// <summary>The type in a data view.</summary>
    /// <param name="owner">Who has the type, for the error.</param>
    /// <exception cref="FormatException">The name of the type is not known.</exception>
    public DataViewType Restore(string owner)
    {
        var item = Named(ItemType, owner);
        if (KeyCount > 0)
            item = new KeyDataViewType(item.RawType, KeyCount);
        return Dimensions.Length > 0 ? new VectorDataViewType(item, Dimensions) : item;
    }
}
