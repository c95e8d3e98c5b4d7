using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The names of several labels, kept with the model: the label column is absent when predictions are made.</summary>
internal static class SlotNames
{
    /// <summary>The names of a vector's slots; null where it has none.</summary>
    public static string[]? Of(DataViewSchema.Column column)
    {
        if (!column.HasSlotNames())
            return null;
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>Adds them to annotations.</summary>
    public static void Add(DataViewSchema.Annotations.Builder builder, string[] names) => builder.Add(
        AnnotationNames.SlotNames, new VectorDataViewType(TextDataViewType.Instance, names.Length),
        (ref VBuffer<ReadOnlyMemory<char>> value) => value = new VBuffer<ReadOnlyMemory<char>>(
            names.Length, Array.ConvertAll(names, name => name.AsMemory())));

    /// <summary>The shapes of the annotations of a score of each label.</summary>
    /// <param name="label">The label column's shape, whose names go into the answer.</param>
    public static SchemaShape.Column[] Promised(SchemaShape.Column label) =>
    [
        .. label.Annotations.Where(a => a.Name == AnnotationNames.SlotNames && a.ItemType is TextDataViewType)
            .Select(a => SchemaShapes.Column(a.Name, SchemaShape.Column.VectorKind.Vector, a.ItemType, isKey: false)),
        .. ScoreAnnotations.Shapes(),
    ];
}
