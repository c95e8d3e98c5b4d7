using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Measures, by cross-validation on the training rows, whether the rows that an autoencoder adds help a classifier.</summary>
/// <param name="host">Host of the estimator.</param>
/// <param name="options">The options.</param>
/// <param name="columns">The columns.</param>
/// <param name="description">Of the augmenter whose rows are judged.</param>
/// <param name="fit">The frame of the fit.</param>
internal sealed class ReconstructionTrial(
    IHost host, AutoencoderAugmenterOptions options, AutoencoderColumns columns, AutoencoderAugmenterDescription description,
    FitSession fit)
{
    private const int Folds = 3;
    private const int MostRows = 5000;

    // What observes or saves the training of the autoencoder that is kept has nothing to do with those that are compared.
    private AutoencoderOptions Quiet => options.Autoencoder with
    {
        Training = options.Autoencoder.Training with { CheckpointDirectory = null, Callbacks = [], Progress = null },
    };

    /// <summary>Compares.</summary>
    /// <param name="input">The training rows.</param>
    /// <param name="label">Name of their classes; rows without one are left out.</param>
    /// <returns>Null if there are fewer than two classes of as many rows as folds, or if the training was stopped meanwhile.</returns>
    public AutoencoderAugmentationReport? Run(IDataView input, string label)
    {
        var rows = LabelledRows.Of(input, label);
        var classes = Classes(rows, label);
        if (classes.GroupBy(c => c).Count(rowsOf => rowsOf.Count() >= Folds) < 2)
            return null;
        var foldOf = FoldsOf(classes);
        var scores = new List<(double Without, double With)>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var learned = new ChosenRows(rows, Array.ConvertAll(foldOf, f => f >= 0 && f != fold));
            var heldOut = new ChosenRows(rows, Array.ConvertAll(foldOf, f => f == fold));
            if (Augmented(learned) is not { } augmented)
                return null;
            var expected = Of(classes, foldOf, f => f == fold);
            var own = Of(classes, foldOf, f => f >= 0 && f != fold);
            var real = Features(learned);
            double Score(float[][] features, long[] answers) =>
                MacroF1.Of(expected, Told(features, answers, Features(heldOut), classes.Max() + 1, real));
            scores.Add((
                Score(real, own),
                Score(augmented, [.. Enumerable.Repeat(own, options.Copies + 1).SelectMany(answers => answers)])));
        }
        return AutoencoderAugmentationReport.Of(scores, foldOf.Count(f => f >= 0));
    }

    // The features of real rows and those added behind them, by an autoencoder that has seen these rows only.
    private float[][]? Augmented(IDataView learned)
    {
        var (network, history) = new AutoencoderFit(host, Quiet, columns).Run(fit, learned, null, "feature");
        try
        {
            if (history.StopReason is StopReason.Cancelled or StopReason.TimeLimit)
                return null;
            using var model = new AutoencoderAugmenterTransformer(
                host, description with { Architecture = network.Architecture, History = history }, network, fit.Device);
            return Features(model.Augment(learned));
        }
        finally
        {
            fit.Discard(network);
        }
    }

    private float[][] Features(IDataView rows) => [.. rows.GetColumn<float[]>(rows.Schema[columns.Input])];

    private static long[] Of(int[] classes, int[] foldOf, Func<int, bool> isWanted) =>
        [.. classes.Where((_, row) => isWanted(foldOf[row])).Select(place => (long)place)];

    private static int[] Classes(IDataView rows, string label)
    {
        using var cursor = rows.GetRowCursor([rows.Schema[label]]);
        var cells = new CategoryCells(cursor, rows.Schema[label]);
        while (cursor.MoveNext())
            cells.Read();
        return [.. cells.Numbers];
    }

    // Every fold has its share of each class; of very many rows only some are used, drawn at random.
    private int[] FoldsOf(int[] classes)
    {
        var order = Enumerable.Range(0, classes.Length).ToArray();
        new Random(Mixing.Seed(fit.Seed, MostRows)).Shuffle(order);
        var foldOf = new int[classes.Length];
        Array.Fill(foldOf, -1);
        var seen = new Dictionary<int, int>();
        foreach (var row in order.Take(MostRows))
        {
            var before = seen.GetValueOrDefault(classes[row]);
            (foldOf[row], seen[classes[row]]) = (before % Folds, before + 1);
        }
        return foldOf;
    }

    // Numbers are standardized by the real rows; a hole is what they are in the mean.
    private static long[] Told(float[][] features, long[] classes, float[][] asked, int count, float[][] real)
    {
        using var scope = NewDisposeScope();
        var width = real[0].Length;
        Tensor Rows(float[][] rows) => tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, width]);
        var known = Rows(real);
        var there = known.isnan().logical_not();
        var mean = where(there, known, zeros_like(known)).sum(0, keepdim: true)
            / there.to(ScalarType.Float32).sum(0, keepdim: true).clamp_(Numbers.One, Numbers.Kept(double.PositiveInfinity)); // (1, width)
        Tensor Filled(Tensor rows) => where(rows.isnan(), mean, rows) - mean;
        var deviation = Filled(known).Squared().mean([0L], keepdim: true).sqrt();
        deviation = where(deviation.gt(Numbers.Zero), deviation, ones_like(deviation));
        return SoftmaxProbe.Classify(Filled(Rows(features)) / deviation, tensor(classes), count, Filled(Rows(asked)) / deviation);
    }
}
