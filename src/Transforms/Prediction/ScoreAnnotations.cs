using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The annotations by which ML.NET's tools recognise scores.</summary>
internal static class ScoreAnnotations
{
    private static readonly KeyDataViewType SetIdType = new(typeof(uint), int.MaxValue);

    /// <summary>Annotations of a score column.</summary>
    /// <param name="input">The schema to which the column is added; score sets are numbered through it.</param>
    /// <param name="task">What is predicted.</param>
    /// <param name="valueKind">Score, PredictedLabel or Probability.</param>
    /// <param name="addMore">Adds the column's own annotations, first.</param>
    public static DataViewSchema.Annotations Create(
        DataViewSchema input, string task, string valueKind, Action<DataViewSchema.Annotations.Builder>? addMore = null)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        addMore?.Invoke(builder);
        builder.AddPrimitiveValue(AnnotationNames.ScoreColumnSetId, SetIdType, NextSetId(input));
        builder.AddPrimitiveValue(AnnotationNames.ScoreColumnKind, TextDataViewType.Instance, task.AsMemory());
        builder.AddPrimitiveValue(AnnotationNames.ScoreValueKind, TextDataViewType.Instance, valueKind.AsMemory());
        return builder.ToAnnotations();
    }

    /// <summary>The shapes of the annotations of every score column.</summary>
    public static IEnumerable<SchemaShape.Column> Shapes() =>
    [
        SchemaShapes.Column(AnnotationNames.ScoreColumnSetId, SetIdType),
        SchemaShapes.Column(AnnotationNames.ScoreColumnKind, TextDataViewType.Instance),
        SchemaShapes.Column(AnnotationNames.ScoreValueKind, TextDataViewType.Instance),
    ];

    private static uint NextSetId(DataViewSchema input)
    {
        var largest = 0u;
        foreach (var column in input)
        {
            if (column.Annotations.Schema.GetColumnOrNull(AnnotationNames.ScoreColumnSetId) is not { } found
                || found.Type.RawType != typeof(uint))
                continue;
            var id = 0u;
            column.Annotations.GetValue(AnnotationNames.ScoreColumnSetId, ref id);
            largest = Math.Max(largest, id);
        }
        return largest + 1;
    }
}
