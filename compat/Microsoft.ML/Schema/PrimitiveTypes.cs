namespace Microsoft.ML.Data;

/// The built-in primitive types by raw type and by kind.
internal static class PrimitiveTypes
{
    private static readonly Dictionary<Type, PrimitiveDataViewType> ByRawType = new PrimitiveDataViewType[]
    {
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
        NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
        TextDataViewType.Instance, BooleanDataViewType.Instance, TimeSpanDataViewType.Instance, DateTimeDataViewType.Instance,
        DateTimeOffsetDataViewType.Instance, RowIdDataViewType.Instance,
    }.ToDictionary(t => t.RawType);

    /// The (non-key) type of a raw type such as float; null when there is none.
    public static PrimitiveDataViewType FromRawType(Type rawType) => ByRawType.GetValueOrDefault(rawType);

    public static PrimitiveDataViewType FromKind(DataKind kind) => kind switch
    {
        DataKind.SByte => NumberDataViewType.SByte,
        DataKind.Byte => NumberDataViewType.Byte,
        DataKind.Int16 => NumberDataViewType.Int16,
        DataKind.UInt16 => NumberDataViewType.UInt16,
        DataKind.Int32 => NumberDataViewType.Int32,
        DataKind.UInt32 => NumberDataViewType.UInt32,
        DataKind.Int64 => NumberDataViewType.Int64,
        DataKind.UInt64 => NumberDataViewType.UInt64,
        DataKind.Single => NumberDataViewType.Single,
        DataKind.Double => NumberDataViewType.Double,
        DataKind.String => TextDataViewType.Instance,
        DataKind.Boolean => BooleanDataViewType.Instance,
        DataKind.TimeSpan => TimeSpanDataViewType.Instance,
        DataKind.DateTime => DateTimeDataViewType.Instance,
        DataKind.DateTimeOffset => DateTimeOffsetDataViewType.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown data kind"),
    };

    /// The kind whose raw type this is; 0 when there is none.
    public static DataKind KindOf(Type rawType)
    {
        for (var kind = DataKind.SByte; kind <= DataKind.DateTimeOffset; kind++)
            if (FromKind(kind).RawType == rawType)
                return kind;
        return 0;
    }
}

internal static class DataViewTypeExtensions
{
    /// The item type of a vector, the type itself otherwise.
    public static DataViewType GetItemType(this DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    /// 0 for a scalar and for a vector of unknown size.
    public static int GetVectorSize(this DataViewType type) => (type as VectorDataViewType)?.Size ?? 0;

    /// 1 for a scalar, 0 for a vector of unknown size.
    public static int GetValueCount(this DataViewType type) => type is VectorDataViewType vector ? vector.Size : 1;

    public static bool IsKnownSizeVector(this DataViewType type) => type is VectorDataViewType { IsKnownSize: true };

    /// The number of values of a key; 0 for other types.
    public static ulong GetKeyCount(this DataViewType type) => (type as KeyDataViewType)?.Count ?? 0;

    /// The same but for dimensions: equal item types and equal sizes.
    public static bool SameSizeAndItemType(this DataViewType type, DataViewType other) =>
        type.Equals(other)
        || type is VectorDataViewType a && other is VectorDataViewType b && a.Size == b.Size && a.ItemType.Equals(b.ItemType);

    public static bool IsStandardScalar(this DataViewType type) =>
        type is NumberDataViewType or TextDataViewType or BooleanDataViewType or RowIdDataViewType or TimeSpanDataViewType or DateTimeDataViewType or DateTimeOffsetDataViewType;
}
