using DeepML.Data;
using DeepML.Trainers;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Sets a trained network beside simple methods on the rows that were held out, and says what follows from it.</summary>
/// <param name="target">What is predicted.</param>
/// <param name="seed">The fit's.</param>
internal sealed class BaselineComparison(PredictionTarget target, int seed)
{
    private const int MostHeldOut = 10_000;
    private const int FewestRows = 10;
    private const long MostNumbers = 4_000_000; // rows × columns × answers of the training rows: a few seconds of one thread

    /// <summary>Numbers of a row at most: the time of a decomposition grows with the cube of the width.</summary>
    public const int Widest = 2048;

    /// <summary>Compares.</summary>
    /// <param name="history">Of the training.</param>
    /// <param name="step">Answers with the trained network.</param>
    /// <param name="rows">The rows learned from and those held out.</param>
    /// <param name="view">A batch → (batch, width): what simple methods see of it; null for nothing.</param>
    /// <returns>The history with what was found.</returns>
    public TrainingHistory Add(TrainingHistory history, IAnsweringStep step, FitRows rows, Func<TensorBatch, Tensor>? view)
    {
        if (view is null)
            return history with
            {
                Advice =
                $"Not set beside simple methods: rows have more than {Widest} numbers or kinds of keys. Try a linear model yourself."
            };
        if (rows.Validation is not { } heldOut)
            return history with
            {
                Advice =
                    "No rows were held out, so nothing is known of the network beside simple methods: set Training.ValidationFraction.",
            };
        HeldOutPart[] parts = step is OutOfFoldStep apart
            ? [.. apart.Parts]
            : [new HeldOutPart(step, heldOut, seen => PlainRows.Read(rows.Training, int.MaxValue, seen))];
        var predicted = new List<double>();
        var asked = Array.ConvertAll(parts, part => PlainRows.Read(part.Rows, MostHeldOut / parts.Length, view, (batch, stays) =>
            predicted.AddRange(target.Read(part.Step.Answer(batch)).Where((_, i) => stays[i]))));
        if (predicted.Count < FewestRows)
            return history with
            {
                Advice = FormattableString.Invariant(
                    $"{predicted.Count} held-out rows are too few to set the network beside simple methods."),
            };
        var width = asked.First(part => part.Labels.Length > 0).Features[0].Length;
        if (rows.Training.RowCount * width * target.Head.AnswerSize > MostNumbers || width > Widest)
            return history with
            {
                Advice = FormattableString.Invariant(
                    $"Not set beside simple methods: {rows.Training.RowCount} rows of {width} numbers are many. ")
                    + "Try a linear model or trees yourself.",
            };
        var training = Array.ConvertAll(parts, part => part.LearnedFrom(view));
        var (truth, network) = (asked.SelectMany(part => part.Labels).ToArray(), predicted.ToArray());
        var comparisons = Methods().Select(method => Compare(
            method.Name, truth, network, [.. training.Zip(asked).SelectMany(part => method.Predict(part.First, part.Second))])).ToArray();
        return history with { Comparisons = comparisons, Advice = Advice(comparisons) };
    }

    private IEnumerable<RivalMethod> Methods()
    {
        var ml = new MLContext(seed);
        yield return new LinearMethod(ml, target.Kind, target.Head.ClassCount);
        if (TreesMethod.Find(ml, target.Kind, target.Head.ClassCount, seed) is { } trees)
            yield return trees;
    }

    private HeldOutComparison Compare(string method, double[] truth, double[] network, double[] simple) =>
        target.Kind == LabelKind.Number
            ? PairedScores.Determination(method, truth, network, simple, seed)
            : PairedScores.Accuracy(method, truth, network, simple);

    private static string? Advice(IReadOnlyList<HeldOutComparison> comparisons)
    {
        var worse = comparisons.Where(c => c.Verdict == ComparisonVerdict.Worse).MaxBy(c => c.Value);
        if (worse is not null)
            return $"Take {worse.Method}, or give the network more rows, other sizes, or weight decay: it did worse.";
        return comparisons.FirstOrDefault(c => c.Verdict == ComparisonVerdict.NoDifference) is { } equal
            ? $"On these rows {equal.Method} does as well as far as can be told, and is simpler and quicker."
            : null;
    }
}
