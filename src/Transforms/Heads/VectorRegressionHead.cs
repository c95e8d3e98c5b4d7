using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Several numbers at once: (batch, numbers) become Score, each in the unit of its labels.</summary>
/// <param name="Centres">For each number what is added to what the network says times its spread.</param>
/// <param name="Spreads">What one unit of the network's answer is, above 0.</param>
/// <param name="Function">What is done with the network's sums first.</param>
/// <param name="Names">The numbers' names; null if they had none.</param>
[SavedAs("vector regression")]
internal sealed record VectorRegressionHead(
    float[] Centres, float[] Spreads, NumberFunction Function = NumberFunction.Identity, string[]? Names = null) : PredictionHead
{
    /// <inheritdoc/>
    public override int AnswerSize => Centres.Length;

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionOutput> Outputs() =>
    [
        PredictionOutput.Numbers(
            new VectorOutput(ColumnNames.Score, AnswerSize, input => ScoreAnnotations.Create(
                input, AnnotationNames.MultiOutputRegression, ColumnNames.Score,
                Names is null ? null : builder => SlotNames.Add(builder, Names))),
            InUnits,
            (answer, values) =>
            {
                for (var i = 0; i < values.Length; i++)
                    values[i] = (NumberFunctions.Of(Function, answer[i]) * Spreads[i]) + Centres[i];
            }),
    ];

    /// <summary>What is predicted, in the units of the labels.</summary>
    /// <param name="answer">(…, numbers): what the network says.</param>
    public Tensor InUnits(Tensor answer) => (NumberFunctions.Of(Function, answer) * tensor(Spreads, device: answer.device))
        .PlusInPlace(tensor(Centres, device: answer.device));

    /// <summary>The shapes an unfitted trainer promises.</summary>
    /// <param name="label">The label column's shape.</param>
    public static IReadOnlyList<SchemaShape.Column> Promised(SchemaShape.Column label) =>
    [
        SchemaShapes.Column(
            ColumnNames.Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, SlotNames.Promised(label)),
    ];

    /// <summary>The sum of all numbers speaks for larger ones.</summary>
    /// <inheritdoc/>
    public override Tensor Evidence(Tensor answer, int? classIndex) => answer.sum();

    /// <inheritdoc/>
    public override void Check(int answers)
    {
        Sound.Size(Centres.Length, "the number of numbers");
        base.Check(answers);
        Sound.Same(Centres.Length, Spreads.Length, "the numbers of centres and of spreads");
        Sound.That(Array.TrueForAll(Centres, float.IsFinite), "a centre is no number");
        Sound.That(Array.TrueForAll(Spreads, spread => spread > 0 && float.IsFinite(spread)), "a spread is not above 0");
        Sound.That(Enum.IsDefined(Function), "Function is none that is known");
        Sound.That(Names is null || Names.Length == Centres.Length, "the names of numbers and their centres differ in number");
    }
}
