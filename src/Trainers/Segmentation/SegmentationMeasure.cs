using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// A trained network beside the most frequent class, and beside Otsu's threshold, whose two sides take their most frequent classes.
/// </summary>
internal static class SegmentationMeasure
{
    private const int BatchRows = 64;
    private const long MostRows = 2048;

    /// <summary>Shares of right pixels and overlaps, picture by picture.</summary>
    /// <param name="Name">The method.</param>
    /// <param name="Accuracy">Shares of right pixels.</param>
    /// <param name="Overlap">Mean intersections over unions.</param>
    public sealed record Scores(string Name, List<float> Accuracy, List<float> Overlap);

    /// <summary>Measures the network, and the simple methods that learned from the training rows.</summary>
    /// <param name="step">Measures classes.</param>
    /// <param name="network">The trained network, in scoring mode.</param>
    /// <param name="training">The training rows.</param>
    /// <param name="rows">The rows to measure on.</param>
    /// <param name="ignored">A class whose pixels do not count; null for none.</param>
    public static IReadOnlyList<Scores> Run(
        SegmentationStep step, TranslationNetwork network, IBatchSource training, IBatchSource rows, int? ignored)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var classes = network.Architecture.OutputChannels;
        var counts = Counts(training, classes, ignored); // (dark or bright, classes)
        var most = counts.sum([0L]).argmax().Read<long>();
        var sides = counts.argmax(1).ReadAll<long>();
        Scores[] scores = [new("the network", [], []), new("the most frequent class", [], []), new("Otsu's threshold", [], [])];
        foreach (var batch in First(rows))
        {
            var found = network.Finished([batch.Features], 0).argmax(1, true);
            Add(scores[0], step, found, batch);
            Add(scores[1], step, full_like(found, Numbers.Kept(most)), batch);
            var bright = Bright(batch.Features);
            Add(scores[2], step, where(
                bright, full_like(found, Numbers.Kept(sides[1])), full_like(found, Numbers.Kept(sides[0]))), batch);
        }
        return scores;
    }

    // How often each class stands on either side of the threshold.
    private static Tensor Counts(IBatchSource training, int classes, int? ignored)
    {
        var counts = zeros(2, classes, ScalarType.Float64);
        foreach (var batch in First(training))
        {
            var counted = SegmentationLosses.Counted(batch.Targets, ignored);
            var bright = Bright(batch.Features);
            for (var side = 0; side < 2; side++)
            {
                var here = counted.logical_and(side == 1 ? bright : bright.logical_not());
                var found = batch.Targets.masked_select(here).to(ScalarType.Int64);
                if (found.numel() > 0)
                    counts.select(0, side).add_(found.cpu().bincount(null, classes).to(ScalarType.Float64), Numbers.One);
            }
        }
        return counts;
    }

    private static Tensor Bright(Tensor pictures) => new BinarizationFilter().Apply(pictures).gt(Numbers.Kept(0.5));

    private static IEnumerable<TensorBatch> First(IBatchSource rows)
    {
        var seen = 0L;
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            yield return batch;
            if ((seen += batch.Rows) >= MostRows)
                yield break;
        }
    }

    private static void Add(Scores to, SegmentationStep step, Tensor found, TensorBatch batch)
    {
        var (accuracy, overlap) = step.Measure(found, batch.Targets);
        to.Accuracy.AddRange(accuracy.ReadAll<float>());
        to.Overlap.AddRange(overlap.ReadAll<float>());
    }
}
