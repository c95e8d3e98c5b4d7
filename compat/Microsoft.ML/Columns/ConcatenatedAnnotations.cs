namespace Microsoft.ML.Data;

/// The annotations of a concatenation, from those of its inputs.
internal static class ConcatenatedAnnotations
{
    public static DataViewSchema.Annotations Of(DataViewSchema.Column[] columns, VectorDataViewType type)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (type.IsKnownSize && columns.Any(c => c.Type is not VectorDataViewType || c.HasSlotNames()))
            builder.AddSlotNames(SlotNames(columns, type.Size));
        if (type.ItemType is NumberDataViewType && columns.All(c => c.IsNormalized()))
            builder.AddIsNormalized();
        if (type.IsKnownSize && CategoricalRanges(columns) is { Length: > 0 } ranges)
            builder.Add(AnnotationKinds.CategoricalSlotRanges, new VectorDataViewType(NumberDataViewType.Int32, ranges.Length / 2, 2), AnnotationKinds.GetterOf(ranges));
        return builder.ToAnnotations();
    }

    private static ReadOnlyMemory<char>[] SlotNames(DataViewSchema.Column[] columns, int size)
    {
        var names = new List<ReadOnlyMemory<char>>(size);
        foreach (var column in columns)
            if (column.Type is not VectorDataViewType)
                names.Add(column.Name.AsMemory());
            else if (column.SlotNamesOrNull() is { } slots)
                names.AddRange(slots.Select(slot => slot.IsEmpty ? default : $"{column.Name}.{slot}".AsMemory()));
            else
                names.AddRange(new ReadOnlyMemory<char>[column.Type.GetVectorSize()]);
        return [.. names];
    }

    /// First and last slot of every categorical range, moved to where its input begins.
    private static int[] CategoricalRanges(DataViewSchema.Column[] columns)
    {
        var all = new List<int>();
        var offset = 0;
        foreach (var column in columns)
        {
            if (column.Annotations.TryGetColumn(AnnotationKinds.CategoricalSlotRanges, out var annotation)
                && annotation.Type is VectorDataViewType { ItemType: NumberDataViewType item } && item == NumberDataViewType.Int32)
            {
                var ranges = default(VBuffer<int>);
                column.Annotations.GetValue(AnnotationKinds.CategoricalSlotRanges, ref ranges);
                foreach (var slot in ranges.DenseValues())
                    all.Add(slot + offset);
            }
            offset += column.Type.GetValueCount();
        }
        return [.. all];
    }
}
