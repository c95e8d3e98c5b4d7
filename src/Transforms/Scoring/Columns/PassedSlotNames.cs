using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The names of the slots of a column that is read, for a column whose slots mean the same.</summary>
internal static class PassedSlotNames
{
    /// <summary>The names as annotations in a schema that grows out of the input's; null where the column is not there or has
    /// none.</summary>
    /// <param name="input">The schema.</param>
    /// <param name="column">Name of the column whose names are taken.</param>
    /// <param name="size">Slots of the column that gets them.</param>
    public static DataViewSchema.Annotations? In(DataViewSchema input, string column, int size)
    {
        if (input.GetColumnOrNull(column) is not { } found
            || found.Annotations.Schema.GetColumnOrNull(AnnotationNames.SlotNames) is not { Type: VectorDataViewType type } names
            || type.Size != size || type.ItemType is not TextDataViewType)
            return null;
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(AnnotationNames.SlotNames, type, found.Annotations.GetGetter<VBuffer<ReadOnlyMemory<char>>>(names));
        return builder.ToAnnotations();
    }

    /// <summary>The shapes of the annotations that are found so.</summary>
    /// <param name="input">The shape of the input.</param>
    /// <param name="column">Name of the column whose names are taken.</param>
    public static SchemaShape.Column[] In(SchemaShape input, string column) =>
    [
        .. input.Where(c => c.Name == column).TakeLast(1).SelectMany(c => c.Annotations)
            .Where(a => a.Name == AnnotationNames.SlotNames && a.ItemType is TextDataViewType)
            .Select(a => SchemaShapes.Column(a.Name, SchemaShape.Column.VectorKind.Vector, a.ItemType, isKey: false)),
    ];
}
