using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>One of several classes: (batch, classes) logits become PredictedLabel, a key, and Score, the probability of each.</summary>
/// <param name="ClassCount">Number of classes: the label's key count.</param>
/// <param name="KeyValues">The values behind the label's keys; null if it had none.</param>
[SavedAs("multiclass")]
internal sealed record MulticlassHead(int ClassCount, KeyValues? KeyValues) : PredictionHead
{
    /// <summary>What logits are divided by before they become probabilities, above 0; 1 unless the model was calibrated.</summary>
    public double Divisor { get; init; } = 1;

    /// <inheritdoc/>
    public override double? Temperature => Divisor;

    /// <inheritdoc/>
    public override int AnswerSize => ClassCount;

    /// <inheritdoc/>
    public override int ClassCount { get; } = ClassCount;

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionOutput> Outputs() =>
    [
        PredictionOutput.Whole(
            new KeyOutput(ColumnNames.PredictedLabel, ClassCount, Annotations(
                ColumnNames.PredictedLabel, b => KeyValues?.AddTo(b, AnnotationNames.KeyValues))),
            Classes.Best,
            Classes.Best),
        PredictionOutput.Numbers(
            new VectorOutput(ColumnNames.Score, ClassCount, Annotations(ColumnNames.Score, AddClassNames)),
            answer => ProbabilityRange.AboveZero(answer.Times(1 / Divisor).softmax(1)),
            (answer, values) => Classes.Probabilities(answer, values, (float)(1 / Divisor))),
    ];

    /// <summary>The shapes an unfitted trainer promises.</summary>
    /// <param name="label">The label column's shape, whose key values, or itself where it holds values, go into the answer.</param>
    public static IReadOnlyList<SchemaShape.Column> Promised(SchemaShape.Column label)
    {
        var common = ScoreAnnotations.Shapes().ToArray();
        SchemaShape.Column[] keyValues = ClassColumn.IsValue(label.ItemType) && !label.IsKey
            ? [SchemaShapes.Column(AnnotationNames.KeyValues, SchemaShape.Column.VectorKind.Vector, label.ItemType, isKey: false)]
            : [.. label.Annotations.Where(a => a.Name == AnnotationNames.KeyValues)];
        var names = keyValues.SelectMany(a => ClassNameShapes(a.ItemType)).ToArray();
        return
        [
            SchemaShapes.Column(
                ColumnNames.Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, [.. names, .. common]),
            SchemaShapes.Column(
                ColumnNames.PredictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true,
                [.. keyValues, .. common]),
        ];
    }

    /// <inheritdoc/>
    public override Tensor Evidence(Tensor answer, int? classIndex) => answer[classIndex ?? answer.argmax().Read<long>()];

    /// <inheritdoc/>
    public override PredictionHead WithTemperature(double temperature) => this with { Divisor = temperature };

    /// <inheritdoc/>
    public override void Check(int answers)
    {
        Sound.Size(ClassCount, nameof(ClassCount));
        Sound.That(Divisor is > 0 and < double.PositiveInfinity, $"Divisor is {Divisor}");
        base.Check(answers);
        KeyValues?.Check(ClassCount);
    }

    private static IEnumerable<SchemaShape.Column> ClassNameShapes(DataViewType itemType)
    {
        if (itemType is TextDataViewType)
            yield return SchemaShapes.Column(AnnotationNames.SlotNames, SchemaShape.Column.VectorKind.Vector, itemType, isKey: false);
        yield return SchemaShapes.Column(AnnotationNames.TrainingLabelValues, SchemaShape.Column.VectorKind.Vector, itemType, isKey: false);
    }

    private void AddClassNames(DataViewSchema.Annotations.Builder builder)
    {
        if (KeyValues is { AreText: true })
            KeyValues.AddTo(builder, AnnotationNames.SlotNames);
        KeyValues?.AddTo(builder, AnnotationNames.TrainingLabelValues);
    }

    private static Func<DataViewSchema, DataViewSchema.Annotations> Annotations(
        string column, Action<DataViewSchema.Annotations.Builder>? addMore = null) =>
        input => ScoreAnnotations.Create(input, AnnotationNames.Multiclass, column, addMore);
}
