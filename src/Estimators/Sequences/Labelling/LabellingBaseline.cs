using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// What a network that labels sequences must beat: the same labels for every row, those that most training rows have, or none.
/// </summary>
internal static class LabellingBaseline
{
    private const int BatchRows = 64;
    private const int MostRows = 1 << 14; // enough to compare by

    /// <summary>Both on the rows held out, or those learned from.</summary>
    /// <param name="rows">The rows of the fit.</param>
    /// <param name="network">The trained network.</param>
    /// <returns>Null where no measured row has a label.</returns>
    public static Baseline? Beside(FitRows rows, RecurrentTaggingNetwork network)
    {
        using var gradientsOff = no_grad();
        network.eval();
        var usual = Batches(rows.Training).SelectMany(SequenceLabellingStep.Labels).CountBy(labels => string.Join(' ', labels))
            .MaxBy(counted => counted.Value).Key.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParseKey).ToArray();
        var (edits, same, count) = (0L, 0L, 0L);
        foreach (var batch in Batches(rows.Measured))
        {
            var lengths = SequenceEncoderNetwork.AtLeastOne(batch.Lengths);
            var written = TemporalClassification.BestPath(network.call(batch.Features, batch.Lengths), lengths);
            foreach (var (labels, own) in SequenceLabellingStep.Labels(batch).Zip(written))
            {
                edits += EditDistance.Between(own, labels);
                same += EditDistance.Between(usual, labels);
                count += labels.Length;
            }
        }
        if (count == 0)
            return null;
        var (name, value) = same < count ? ("the most frequent labels for every row", same / (double)count) : ("no labels at all", 1.0);
        return new Baseline(name, $"edits per label on {LabelRows.Name(rows)}", value, edits / (double)count);
    }

    private static long ParseKey(string key) => long.Parse(key, System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<TensorBatch> Batches(IBatchSource rows)
    {
        var seen = 0;
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            if (seen >= MostRows)
                yield break;
            seen += batch.Rows;
            yield return batch;
        }
    }
}
