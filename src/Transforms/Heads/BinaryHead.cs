using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Yes or no: (batch, 1) logits become PredictedLabel, Score (the logit itself) and Probability.</summary>
/// <param name="Threshold">The score above which the answer is yes.</param>
[ArchivedAs("Binary")]
internal sealed record BinaryHead(float Threshold = 0) : PredictionHead
{
    private const string Kind = "BinaryClassification";

    /// <inheritdoc/>
    public override int AnswerSize => 1;

    /// <inheritdoc/>
    public override int ClassCount => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionOutput> Outputs() =>
    [
        PredictionOutput.Numbers(
            new BooleanOutput("PredictedLabel", input => ScoreAnnotations.Create(input, Kind, "PredictedLabel")),
            answer => answer.Minus(Threshold),
            (answer, values) => values[0] = answer[0] - Threshold),
        PredictionOutput.Itself(new ScalarOutput("Score", input => ScoreAnnotations.Create(input, Kind, "Score"))),
        PredictionOutput.Numbers(
            new ScalarOutput("Probability", input => ScoreAnnotations.Create(
                input, Kind, "Probability", b => b.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true))),
            answer => answer.sigmoid(),
            (answer, values) => values[0] = 1 / (1 + MathF.Exp(-answer[0]))),
    ];

    /// <summary>The shapes an unfitted trainer promises.</summary>
    public static IReadOnlyList<SchemaShape.Column> Promised()
    {
        var common = ScoreAnnotations.Shapes().ToArray();
        return
        [
            SchemaShapes.Column("Score", NumberDataViewType.Single, common),
            SchemaShapes.Column("Probability", NumberDataViewType.Single, [.. common, SchemaShapes.Column("IsNormalized", BooleanDataViewType.Instance)]),
            SchemaShapes.Column("PredictedLabel", BooleanDataViewType.Instance, common),
        ];
    }

    /// <summary>The one score speaks for yes, class 1.</summary>
    /// <inheritdoc/>
    public override Tensor Evidence(Tensor answer, int? classIndex) =>
        (classIndex ?? (answer.Read<float>() > 0 ? 1 : 0)) == 0 ? -answer[0] : answer[0];

    /// <inheritdoc/>
    public override PredictionHead WithThreshold(float threshold) => this with { Threshold = threshold };
}
