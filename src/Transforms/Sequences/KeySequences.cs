using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>What columns of key sequences have in common.</summary>
internal static class KeySequences
{
    /// <summary>The annotations by which MapKeyToValue finds the values behind the keys; null if there are none.</summary>
    public static Func<DataViewSchema, DataViewSchema.Annotations>? Annotations(KeyValues? values) => values is null ? null : _ =>
    {
        var builder = new DataViewSchema.Annotations.Builder();
        values.AddTo(builder, AnnotationNames.KeyValues);
        return builder.ToAnnotations();
    };

    /// <summary>The shape an estimator promises: keys with the values of the column they are learned from.</summary>
    public static SchemaShape.Column Shape(string name, SchemaShape.Column learnedFrom) => SchemaShapes.Column(
        name, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.UInt32, isKey: true,
        [.. learnedFrom.Annotations.Where(a => a.Name == AnnotationNames.KeyValues)]);
}
