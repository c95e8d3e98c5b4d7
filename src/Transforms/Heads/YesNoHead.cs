using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Yes or no: (batch, 1) numbers become PredictedLabel, whether they exceed a border, and Score, the numbers themselves.</summary>
/// <param name="Threshold">The score above which the answer is yes.</param>
internal abstract record YesNoHead(float Threshold) : PredictionHead
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

    /// <summary>The annotations that ML.NET's binary trainers give a column.</summary>
    private protected static Func<DataViewSchema, DataViewSchema.Annotations> Annotations(
        string column, Action<DataViewSchema.Annotations.Builder>? addMore = null) =>
        input => ScoreAnnotations.Create(input, AnnotationNames.Binary, column, addMore);
}
