using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>A number: (batch, 1) numbers become Score.</summary>
[SavedAs("regression")]
internal sealed record RegressionHead : PredictionHead
{
    /// <inheritdoc/>
    public override int AnswerSize => 1;

    /// <summary>The column of a number that is predicted.</summary>
    public static ScalarOutput Score() => new(
        ColumnNames.Score, input => ScoreAnnotations.Create(input, AnnotationNames.Regression, ColumnNames.Score));

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionOutput> Outputs() => [PredictionOutput.Itself(Score())];

    /// <summary>The shapes an unfitted trainer promises.</summary>
    public static IReadOnlyList<SchemaShape.Column> Promised() =>
        [SchemaShapes.Column(ColumnNames.Score, NumberDataViewType.Single, [.. ScoreAnnotations.Shapes()])];

    /// <inheritdoc/>
    public override Tensor Evidence(Tensor answer, int? classIndex) => answer[0];
}
