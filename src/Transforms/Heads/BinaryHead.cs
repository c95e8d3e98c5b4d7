using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>
/// Yes or no: (batch, 1) logits become PredictedLabel, Score (the logit itself) and Probability (<see cref="ProbabilityRange"/>).
/// </summary>
/// <param name="Threshold">The score above which the answer is yes.</param>
[SavedAs("binary")]
internal sealed record BinaryHead(float Threshold = 0) : PredictionHead
{
    /// <inheritdoc/>
    public override int AnswerSize => 1;

    /// <inheritdoc/>
    public override int ClassCount => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionOutput> Outputs() =>
    [
        PredictionOutput.Numbers(
            new BooleanOutput(ColumnNames.PredictedLabel, Annotations(ColumnNames.PredictedLabel)),
            answer => answer.Minus(Threshold),
            (answer, values) => values[0] = answer[0] - Threshold),
        PredictionOutput.Itself(new ScalarOutput(ColumnNames.Score, Annotations(ColumnNames.Score))),
        PredictionOutput.Numbers(
            new ScalarOutput(ColumnNames.Probability, Annotations(
                ColumnNames.Probability, b => b.AddPrimitiveValue(AnnotationNames.IsNormalized, BooleanDataViewType.Instance, true))),
            answer => ProbabilityRange.Inside(answer.sigmoid()),
            (answer, values) => values[0] = ProbabilityRange.Inside(1 / (1 + MathF.Exp(-answer[0])))),
    ];

    /// <summary>The shapes an unfitted trainer promises.</summary>
    public static IReadOnlyList<SchemaShape.Column> Promised()
    {
        var common = ScoreAnnotations.Shapes().ToArray();
        return
        [
            SchemaShapes.Column(ColumnNames.Score, NumberDataViewType.Single, common),
            SchemaShapes.Column(
                ColumnNames.Probability, NumberDataViewType.Single,
                [.. common, SchemaShapes.Column(AnnotationNames.IsNormalized, BooleanDataViewType.Instance)]),
            SchemaShapes.Column(ColumnNames.PredictedLabel, BooleanDataViewType.Instance, common),
        ];
    }

    /// <summary>The one score speaks for yes, class 1.</summary>
    /// <inheritdoc/>
    public override Tensor Evidence(Tensor answer, int? classIndex) =>
        (classIndex ?? (answer.Read<float>() > 0 ? 1 : 0)) == 0 ? -answer[0] : answer[0];

    /// <inheritdoc/>
    public override PredictionHead WithThreshold(float threshold) => this with { Threshold = threshold };

    /// <inheritdoc/>
    public override void Check(int answers)
    {
        base.Check(answers);
        Sound.That(!float.IsNaN(Threshold), "Threshold is no number");
    }

    private static Func<DataViewSchema, DataViewSchema.Annotations> Annotations(
        string column, Action<DataViewSchema.Annotations.Builder>? addMore = null) =>
        input => ScoreAnnotations.Create(input, AnnotationNames.Binary, column, addMore);
}
