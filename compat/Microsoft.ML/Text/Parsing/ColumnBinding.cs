namespace Microsoft.ML.Data;

/// <summary>One column of a text loader, with its type and its source columns settled.</summary>
internal sealed class ColumnBinding(string name, DataKind kind, DataViewType type, SourceSegment[] segments)
{
    /// <summary>Row ids can be written to a file and named in its schema comment, but the public enumeration has no name for them.</summary>
    public const DataKind RowId = (DataKind)16;

    public string Name { get; } = name;

    public DataViewType Type { get; } = type;

    public SourceSegment[] Segments { get; } = segments;

    public ColumnValues CreateValues(ParseSettings settings)
    {
        if (Type.GetItemType() is KeyDataViewType key)
        {
            return kind switch
            {
                DataKind.Byte => Create<byte, KeyFieldParser<byte>>(new(key.Count)),
                DataKind.UInt16 => Create<ushort, KeyFieldParser<ushort>>(new(key.Count)),
                DataKind.UInt32 => Create<uint, KeyFieldParser<uint>>(new(key.Count)),
                _ => Create<ulong, KeyFieldParser<ulong>>(new(key.Count)),
            };
        }

        return kind switch
        {
            DataKind.SByte => Create<sbyte, IntegerFieldParser<sbyte>>(default),
            DataKind.Byte => Create<byte, IntegerFieldParser<byte>>(default),
            DataKind.Int16 => Create<short, IntegerFieldParser<short>>(default),
            DataKind.UInt16 => Create<ushort, IntegerFieldParser<ushort>>(default),
            DataKind.Int32 => Create<int, IntegerFieldParser<int>>(default),
            DataKind.UInt32 => Create<uint, IntegerFieldParser<uint>>(default),
            DataKind.Int64 => Create<long, IntegerFieldParser<long>>(default),
            DataKind.UInt64 => Create<ulong, IntegerFieldParser<ulong>>(default),
            DataKind.Single => Create(new SingleFieldParser(settings.DecimalMarker), settings.MissingRealsAsNaNs ? float.NaN : 0, settings.MissingRealsAsNaNs),
            DataKind.Double => Create(new DoubleFieldParser(settings.DecimalMarker), settings.MissingRealsAsNaNs ? double.NaN : 0, settings.MissingRealsAsNaNs),
            DataKind.String => Create<ReadOnlyMemory<char>, TextFieldParser>(default),
            DataKind.Boolean => Create<bool, BooleanFieldParser>(default),
            DataKind.TimeSpan => Create<TimeSpan, TimeSpanFieldParser>(default),
            DataKind.DateTime => Create<DateTime, DateTimeFieldParser>(default),
            DataKind.DateTimeOffset => Create<DateTimeOffset, DateTimeOffsetFieldParser>(default),
            RowId => Create<DataViewRowId, RowIdFieldParser>(default),
            _ => throw new InvalidOperationException($"Column '{Name}' has the unknown kind {kind}."),
        };
    }

    private ColumnValues Create<T, TParser>(TParser parser, T absent = default, bool absentIsValue = false)
        where TParser : struct, IFieldParser<T>
        => Type is VectorDataViewType vector
            ? new VectorColumnValues<T, TParser>(Name, Segments, vector.Size, parser, absent, absentIsValue)
            : new ScalarColumnValues<T, TParser>(Name, Segments[0].Min, parser, absent);
}
