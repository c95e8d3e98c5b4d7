using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The columns of ML.NET's own trainers: PredictedLabel, Score and Probability, typed and annotated like theirs.</summary>
internal static class PredictionColumns
{
    /// <summary>The columns a fitted trainer adds, in ML.NET's order, each with what makes it.</summary>
    public static IReadOnlyList<PredictionOutput> Create(PredictionTarget target) => target.Task switch
    {
        PredictionTask.Multiclass =>
        [
            new(
                new KeyOutput("PredictedLabel", target.ClassCount, input => ScoreAnnotations.Create(
                    input, "MulticlassClassification", "PredictedLabel", b => target.KeyValues?.AddTo(b, "KeyValues"))),
                Classes.Best,
                Classes.Best),
            new(
                new VectorOutput("Score", target.ClassCount, input => ScoreAnnotations.Create(
                    input, "MulticlassClassification", "Score", b => AddClassNames(b, target.KeyValues))),
                answer => answer.softmax(1),
                Classes.Probabilities),
        ],
        PredictionTask.Binary =>
        [
            new(
                new BooleanOutput("PredictedLabel", input => ScoreAnnotations.Create(input, "BinaryClassification", "PredictedLabel")),
                answer => answer.Minus(target.Threshold),
                (answer, values) => values[0] = answer[0] - target.Threshold),
            Itself(new ScalarOutput("Score", input => ScoreAnnotations.Create(input, "BinaryClassification", "Score"))),
            new(
                new ScalarOutput("Probability", input => ScoreAnnotations.Create(
                    input, "BinaryClassification", "Probability", b => b.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true))),
                answer => answer.sigmoid(),
                (answer, values) => values[0] = 1 / (1 + MathF.Exp(-answer[0]))),
        ],
        _ => [Itself(Number())],
    };

    /// <summary>The column of a number that is predicted.</summary>
    public static OutputColumn Number() => new ScalarOutput("Score", input => ScoreAnnotations.Create(input, "Regression", "Score"));

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

    // The single number that a network answers with.
    private static PredictionOutput Itself(OutputColumn column) => new(column, answer => answer, (answer, values) => values[0] = answer[0]);

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
