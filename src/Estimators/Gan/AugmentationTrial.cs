using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Measures, by cross-validation on the training rows, which rows an augmenter had better add.</summary>
/// <param name="options">The options.</param>
/// <param name="training">Trains the generators that are compared.</param>
/// <param name="description">What has been learned: layout, amount, seed.</param>
/// <param name="rows">Rows from which the generator that is kept has learned.</param>
/// <param name="fit">The frame of the fit.</param>
internal sealed class AugmentationTrial(
    GanAugmenterOptions options, GanTraining training, GanDescription description, long rows, FitSession fit)
{
    private const int Folds = 3;
    private const int MostRows = 5000;
    private const int ShareOfSteps = 2 * Folds; // of the steps of the generator that is kept, for that of a fold

    private static readonly AugmentationMethod[] Methods =
        [AugmentationMethod.None, AugmentationMethod.Oversampling, AugmentationMethod.Interpolation, AugmentationMethod.Gan];

    private readonly TableCodec _codec = description.CreateCodec();

    private int Label => _codec.CompactSize - 1;

    private int Classes => description.Table[description.LabelIndex].Places;

    /// <summary>Whether rows would be added at all: else there is nothing to compare.</summary>
    public bool HasSomethingToAdd(float[] compact) => Amounts(compact).Any(rows => rows > 0);

    /// <summary>Compares.</summary>
    /// <param name="data">The rows that were learned from.</param>
    /// <returns>Null if the training was stopped meanwhile.</returns>
    public AugmentationComparison? Run(GanRows data)
    {
        var drawn = Drawn(data.Learned);
        var foldOf = FoldsOf(drawn);
        var points = new RowPoints(_codec, [.. drawn.SelectMany(row => row)], hasLabel: true);
        var scores = Methods.Select(method => (Method: method, Scores: new double[Folds])).ToArray();
        for (var fold = 0; fold < Folds; fold++)
        {
            float[] learned = [.. drawn.Where((_, i) => foldOf[i] != fold).SelectMany(row => row)];
            float[] heldOut = [.. drawn.Where((_, i) => foldOf[i] == fold).SelectMany(row => row)];
            var asked = Asked(learned);
            foreach (var (method, found) in scores)
            {
                if (Made(method, data with { Learned = learned, HeldOut = null }, asked,
                    Mixing.Seed(description.Seed, fold)) is not { } made)
                    return null;
                found[fold] = ScoreOf(points, [.. learned, .. made], heldOut);
            }
        }
        return AugmentationComparison.Of(scores, drawn.Length);
    }

    private float[]? Made(AugmentationMethod method, GanRows data, IReadOnlyList<(int Condition, int Place)?> asked, int seed)
    {
        if (method == AugmentationMethod.None)
            return [];
        if (method != AugmentationMethod.Gan)
            return new RealRows(_codec, data.Learned, method == AugmentationMethod.Interpolation, hasLabel: true).Draw(asked, seed);
        var (generator, _, history) = training.Run(data, Shortened(data.Learned.Length / _codec.CompactSize), null, forNow: true);
        if (history.StopReason is StopReason.Cancelled or StopReason.TimeLimit)
            return null;
        GanCalibration.Apply(generator, description, data.Learned, fit.Device);
        generator.eval();
        return new GanSampler(generator, description, fit.Device, () => NewDisposeScope()).Draw(asked, seed);
    }

    // What observes or saves the training of the generator that is kept has nothing to do with those that are compared.
    private TrainingOptions Shortened(int learned)
    {
        int Batches(long count) => (int)((count + options.Training.RowsPerBatch - 1) / options.Training.RowsPerBatch);
        var steps = (long)options.EpochsFor(rows) * Batches(rows) / ShareOfSteps;
        return options.Training with
        {
            Epochs = (int)Math.Max(1, steps / Batches(learned)),
            CheckpointDirectory = null,
            EarlyStopping = null,
            Callbacks = [],
            Progress = null,
        };
    }

    private (int Condition, int Place)?[] Asked(float[] learned) =>
        [.. Amounts(learned)
            .SelectMany((count, place) => Enumerable.Repeat<(int, int)?>((_codec.LabelCondition, place), (int)Math.Min(count, MostRows)))];

    private long[] Amounts(float[] compact)
    {
        var counts = new long[Classes];
        for (var at = Label; at < compact.Length; at += _codec.CompactSize)
            counts[(int)compact[at]]++;
        // a class that a fold does not have cannot be filled up
        return [.. description.Amount.Plan(counts, description.Names(description.LabelIndex))
            .Select((rows, place) => counts[place] == 0 ? 0 : Math.Max(0, rows))];
    }

    // At most some rows, drawn at random.
    private float[][] Drawn(float[] compact)
    {
        var drawn = compact.Chunk(_codec.CompactSize).ToArray();
        new Random(Mixing.Seed(description.Seed, MostRows)).Shuffle(drawn);
        return drawn[..Math.Min(MostRows, drawn.Length)];
    }

    // Every fold has its share of each class.
    private int[] FoldsOf(float[][] drawn)
    {
        var seen = new int[Classes];
        return Array.ConvertAll(drawn, row => seen[(int)row[Label]]++ % Folds);
    }

    private double ScoreOf(RowPoints points, float[] learned, float[] heldOut)
    {
        long[] ClassesOf(float[] compact) => [.. compact.Chunk(_codec.CompactSize).Select(row => (long)row[Label])];
        Tensor PointsOf(float[] compact) => tensor(points.Of(compact), [compact.Length / _codec.CompactSize, points.Width]);
        using var scope = NewDisposeScope();
        var expected = ClassesOf(heldOut);
        var found = SoftmaxProbe.Classify(PointsOf(learned), tensor(ClassesOf(learned)), Classes, PointsOf(heldOut));
        return MacroF1.Of(expected, found);
    }
}
