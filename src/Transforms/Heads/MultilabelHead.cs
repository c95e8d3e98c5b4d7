using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>
/// Several yes or no at once: (batch, labels) logits become PredictedLabel, which labels are likelier than their borders, and Score, the
/// probability of each.
/// </summary>
/// <param name="Borders">For each label the probability above which it is predicted.</param>
/// <param name="Names">The labels' names; null if they had none.</param>
[SavedAs("multilabel")]
internal sealed record MultilabelHead(float[] Borders, string[]? Names) : PredictionHead
{
    /// <inheritdoc/>
    public override int AnswerSize => Borders.Length;

    /// <inheritdoc/>
    public override int ClassCount => Borders.Length;

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionOutput> Outputs() =>
    [
        PredictionOutput.Numbers(
            new BooleanVectorOutput(ColumnNames.PredictedLabel, AnswerSize, Annotations(ColumnNames.PredictedLabel)),
            answer => answer.sigmoid().sub_(tensor(Borders, device: answer.device)),
            (answer, values) =>
            {
                for (var i = 0; i < values.Length; i++)
                    values[i] = NumberFunctions.Of(NumberFunction.Sigmoid, answer[i]) - Borders[i];
            }),
        PredictionOutput.Numbers(
            new VectorOutput(ColumnNames.Score, AnswerSize, Annotations(ColumnNames.Score)),
            answer => ProbabilityRange.Inside(answer.sigmoid()),
            (answer, values) =>
            {
                for (var i = 0; i < values.Length; i++)
                    values[i] = ProbabilityRange.Inside(NumberFunctions.Of(NumberFunction.Sigmoid, answer[i]));
            }),
    ];

    /// <summary>The shapes an unfitted trainer promises.</summary>
    /// <param name="label">The label column's shape.</param>
    public static IReadOnlyList<SchemaShape.Column> Promised(SchemaShape.Column label)
    {
        var annotations = SlotNames.Promised(label);
        return
        [
            SchemaShapes.Column(
                ColumnNames.Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, annotations),
            SchemaShapes.Column(
                ColumnNames.PredictedLabel, SchemaShape.Column.VectorKind.Vector, BooleanDataViewType.Instance, isKey: false, annotations),
        ];
    }

    /// <inheritdoc/>
    public override Tensor Evidence(Tensor answer, int? classIndex) => answer[classIndex ?? answer.argmax().Read<long>()];

    /// <inheritdoc/>
    public override void Check(int answers)
    {
        Sound.Size(Borders.Length, "the number of labels");
        base.Check(answers);
        Sound.That(Array.TrueForAll(Borders, border => border is > 0 and < 1), "a border is not in (0, 1)");
        Sound.That(Names is null || Names.Length == Borders.Length, "the names of labels and their borders differ in number");
    }

    private Func<DataViewSchema, DataViewSchema.Annotations> Annotations(string column) => input => ScoreAnnotations.Create(
        input, AnnotationNames.Multilabel, column, Names is null ? null : builder => SlotNames.Add(builder, Names));
}
