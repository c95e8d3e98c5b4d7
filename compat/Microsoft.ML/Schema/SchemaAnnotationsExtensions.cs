using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public static class SchemaAnnotationsExtensions
{
    public static bool IsNormalized(this DataViewSchema.Column column)
    {
        if (!column.Annotations.TryGetColumn(AnnotationKinds.IsNormalized, out var annotation) || annotation.Type is not BooleanDataViewType)
            return false;
        var value = false;
        column.Annotations.GetValue(AnnotationKinds.IsNormalized, ref value);
        return value;
    }

    public static bool HasSlotNames(this DataViewSchema.Column column) =>
        column.Type is VectorDataViewType { IsKnownSize: true } type
        && column.Annotations.TryGetColumn(AnnotationKinds.SlotNames, out var annotation)
        && annotation.Type is VectorDataViewType names && names.Size == type.Size && names.ItemType is TextDataViewType;

    public static void GetSlotNames(this DataViewSchema.Column column, ref VBuffer<ReadOnlyMemory<char>> slotNames) =>
        column.Annotations.GetValue(AnnotationKinds.SlotNames, ref slotNames);

    public static bool HasKeyValues(this DataViewSchema.Column column, PrimitiveDataViewType keyValueItemType = null) =>
        column.Type.GetItemType() is KeyDataViewType key
        && column.Annotations.TryGetColumn(AnnotationKinds.KeyValues, out var annotation)
        && annotation.Type is VectorDataViewType values && (ulong)values.Size == key.Count
        && (keyValueItemType is null || values.ItemType.Equals(keyValueItemType));

    public static void GetKeyValues<TValue>(this DataViewSchema.Column column, ref VBuffer<TValue> keyValues) =>
        column.Annotations.GetValue(AnnotationKinds.KeyValues, ref keyValues);
}
