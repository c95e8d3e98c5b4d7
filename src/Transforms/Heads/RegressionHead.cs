using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>A number: (batch, 1) numbers become Score, in the unit of the labels.</summary>
/// <param name="Centre">Added to what the network says times <paramref name="Spread"/>.</param>
/// <param name="Spread">What one unit of the network's answer is, above 0.</param>
/// <param name="Function">What is done with what the network says first.</param>
[SavedAs("regression")]
internal sealed record RegressionHead(double Centre = 0, double Spread = 1, NumberFunction Function = NumberFunction.Identity)
    : PredictionHead
{
    private bool IsPlain => Centre == 0 && Spread == 1 && Function == NumberFunction.Identity;

    /// <inheritdoc/>
    public override int AnswerSize => 1;

    /// <inheritdoc/>
    internal override (double Centre, double Spread) Unit => (Centre, Spread);

    /// <summary>The column of a number that is predicted.</summary>
    public static ScalarOutput Score() => new(
        ColumnNames.Score, input => ScoreAnnotations.Create(input, AnnotationNames.Regression, ColumnNames.Score));

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionOutput> Outputs() => [IsPlain ? PredictionOutput.Itself(Score()) : Scaled()];

    private PredictionOutput Scaled() => PredictionOutput.Numbers(
        Score(), answer => NumberFunctions.Of(Function, answer).Times(Spread).Plus(Centre),
        (answer, values) => values[0] = (NumberFunctions.Of(Function, answer[0]) * (float)Spread) + (float)Centre);

    /// <summary>The shapes an unfitted trainer promises.</summary>
    public static IReadOnlyList<SchemaShape.Column> Promised() =>
        [SchemaShapes.Column(ColumnNames.Score, NumberDataViewType.Single, [.. ScoreAnnotations.Shapes()])];

    /// <inheritdoc/>
    public override Tensor Evidence(Tensor answer, int? classIndex) => answer[0];

    /// <inheritdoc/>
    public override void Check(int answers)
    {
        base.Check(answers);
        Sound.That(Enum.IsDefined(Function), "Function is none that is known");
    }
}
