using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The columns of ML.NET's own trainers: PredictedLabel, Score and Probability, typed and annotated like theirs.</summary>
internal static class PredictionColumns
{
    /// <summary>The columns a fitted trainer adds, in ML.NET's order.</summary>
    public static IReadOnlyList<OutputColumn> Create(PredictionTarget target) => target.Task switch
    {
        PredictionTask.Multiclass =>
        [
            new KeyOutput("PredictedLabel", target.ClassCount, input => ScoreAnnotations.Create(
                input, "MulticlassClassification", "PredictedLabel", b => target.KeyValues?.AddTo(b, "KeyValues"))),
            new VectorOutput("Score", target.ClassCount, input => ScoreAnnotations.Create(
                input, "MulticlassClassification", "Score", b => AddClassNames(b, target.KeyValues))),
        ],
        PredictionTask.Binary =>
        [
            new BooleanOutput("PredictedLabel", input => ScoreAnnotations.Create(input, "BinaryClassification", "PredictedLabel")),
            new ScalarOutput("Score", input => ScoreAnnotations.Create(input, "BinaryClassification", "Score")),
            new ScalarOutput("Probability", input => ScoreAnnotations.Create(
                input, "BinaryClassification", "Probability", b => b.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true))),
        ],
        _ => [new ScalarOutput("Score", input => ScoreAnnotations.Create(input, "Regression", "Score"))],
    };

    /// <summary>The shapes an unfitted trainer promises.</summary>
    /// <param name="task">What is predicted.</param>
    /// <param name="label">The label column's shape, whose key values go into the answer.</param>
    public static IReadOnlyList<SchemaShape.Column> Shapes(PredictionTask task, SchemaShape.Column label)
    {
        var common = ScoreAnnotations.Shapes().ToArray();
        var score = SchemaShapes.Column("Score", NumberDataViewType.Single, common);
        if (task == PredictionTask.Regression)
            return [score];
        if (task == PredictionTask.Binary)
        {
            return
            [
                score,
                SchemaShapes.Column("Probability", NumberDataViewType.Single, [.. common, SchemaShapes.Column("IsNormalized", BooleanDataViewType.Instance)]),
                SchemaShapes.Column("PredictedLabel", BooleanDataViewType.Instance, common),
            ];
        }
        var keyValues = label.Annotations.Where(a => a.Name == "KeyValues").ToArray();
        var names = keyValues.SelectMany(a => ClassNameShapes(a.ItemType)).ToArray();
        return
        [
            SchemaShapes.Column("Score", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, [.. names, .. common]),
            SchemaShapes.Column("PredictedLabel", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true, [.. keyValues, .. common]),
        ];
    }

    private static IEnumerable<SchemaShape.Column> ClassNameShapes(DataViewType itemType)
    {
        if (itemType is TextDataViewType)
            yield return SchemaShapes.Column("SlotNames", SchemaShape.Column.VectorKind.Vector, itemType, isKey: false);
        yield return SchemaShapes.Column("TrainingLabelValues", SchemaShape.Column.VectorKind.Vector, itemType, isKey: false);
    }

    private static void AddClassNames(DataViewSchema.Annotations.Builder builder, KeyValues? values)
    {
        if (values is { AreText: true })
            values.AddTo(builder, "SlotNames");
        values?.AddTo(builder, "TrainingLabelValues");
    }
}
