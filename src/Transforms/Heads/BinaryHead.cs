using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Yes or no by logits, which have a Probability beside them (<see cref="ProbabilityRange"/>).</summary>
/// <inheritdoc/>
[SavedAs("binary")]
internal sealed record BinaryHead(float Threshold = 0) : YesNoHead(Threshold)
{
    /// <inheritdoc/>
    public override IReadOnlyList<PredictionOutput> Outputs() =>
    [
        .. base.Outputs(),
        PredictionOutput.Numbers(
            new ScalarOutput(ColumnNames.Probability, Annotations(
                ColumnNames.Probability, b => b.AddPrimitiveValue(AnnotationNames.IsNormalized, BooleanDataViewType.Instance, true))),
            answer => ProbabilityRange.Inside(answer.Times(1 / Divisor).sigmoid()),
            (answer, values) => values[0] = ProbabilityRange.Inside(1 / (1 + MathF.Exp(-answer[0] * (float)(1 / Divisor))))),
    ];

    /// <summary>What logits are divided by before they become probabilities, above 0; 1 unless the model was calibrated.</summary>
    public double Divisor { get; init; } = 1;

    /// <inheritdoc/>
    public override double? Temperature => Divisor;

    /// <inheritdoc/>
    public override PredictionHead WithTemperature(double temperature) => this with { Divisor = temperature };

    /// <inheritdoc/>
    public override void Check(int answers)
    {
        base.Check(answers);
        Sound.That(Divisor is > 0 and < double.PositiveInfinity, $"Divisor is {Divisor}");
    }

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
}
