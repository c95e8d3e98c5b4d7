using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>
/// Yes or no by the sign of a score that is no logit: (batch, 1) numbers become PredictedLabel and Score, and no Probability, as with
/// ML.NET's own linear trainers that are not calibrated.
/// </summary>
/// <param name="Threshold">The score above which the answer is yes.</param>
[SavedAs("binary margin")]
internal sealed record BinaryMarginHead(float Threshold = 0) : PredictionHead
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
    ];

    /// <summary>The shapes an unfitted trainer promises.</summary>
    public static IReadOnlyList<SchemaShape.Column> Promised()
    {
        var common = ScoreAnnotations.Shapes().ToArray();
        return
        [
            SchemaShapes.Column(ColumnNames.Score, NumberDataViewType.Single, common),
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

    private static Func<DataViewSchema, DataViewSchema.Annotations> Annotations(string column) =>
        input => ScoreAnnotations.Create(input, AnnotationNames.Binary, column);
}
