using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML;

/// <summary>
/// How the predictions of classes went, row by row: which classes are taken for which, and where the model was wrong and sure.
/// </summary>
public sealed class PredictionReport
{
    private readonly long[,] _counts;
    private readonly long[] _ranks;
    private readonly List<PredictionMistake> _mistakes;

    private PredictionReport(long[,] counts, long[] ranks, List<PredictionMistake> mistakes)
    {
        _counts = counts;
        _ranks = ranks;
        _mistakes = mistakes;
    }

    /// <summary>Number of classes.</summary>
    public int ClassCount => _counts.GetLength(0);

    /// <summary>Rows with a label.</summary>
    public long RowCount => _ranks.Sum();

    /// <summary>The wrong predictions, the surest first.</summary>
    public IReadOnlyList<PredictionMistake> Mistakes => _mistakes;

    /// <summary>Rows of one class that were predicted as another, or as itself.</summary>
    /// <param name="actual">The right class, from 0.</param>
    /// <param name="predicted">The class predicted, from 0.</param>
    public long Count(int actual, int predicted) => _counts[actual, predicted];

    /// <summary>Share of rows whose right class is among the k with the highest scores.</summary>
    /// <param name="k">At least 1.</param>
    public double TopKAccuracy(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return (double)_ranks.Take(k).Sum() / RowCount;
    }

    /// <summary>
    /// Which classes are taken for which: a square per pair, brighter for a larger share of the actual class; actual classes from top
    /// to bottom.
    /// </summary>
    public Picture ConfusionPicture()
    {
        var values = new float[ClassCount * ClassCount];
        for (var actual = 0; actual < ClassCount; actual++)
        {
            var total = Enumerable.Range(0, ClassCount).Sum(predicted => _counts[actual, predicted]);
            for (var predicted = 0; predicted < ClassCount; predicted++)
                values[(actual * ClassCount) + predicted] = total == 0 ? 0 : (float)_counts[actual, predicted] / total;
        }
        return new Picture(ClassCount, ClassCount, 1, values);
    }

    /// <summary>Compares predictions with labels.</summary>
    /// <param name="scored">Rows with a label (a key) and scores, as a multiclass trainer adds them. Rows without a label or scores
    /// are left out.</param>
    /// <param name="labelColumnName">Name of the label.</param>
    /// <param name="scoreColumnName">Name of the scores: a vector of probabilities.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">No row has both a label and scores, or a label is not among the classes.</exception>
    public static PredictionReport Of(IDataView scored, string labelColumnName = "Label", string scoreColumnName = Data.ColumnNames.Score)
    {
        ArgumentNullException.ThrowIfNull(scored);
        Data.SchemaFaults.Check(
            scored.Schema, [Data.ScalarInput.Class(labelColumnName, "label"), new Data.VectorColumn(scoreColumnName, "score")]);
        var (label, score) = (scored.Schema[labelColumnName], scored.Schema[scoreColumnName]);
        var classes = ((VectorDataViewType)score.Type).Size;
        var (counts, ranks, mistakes) = (new long[classes, classes], new long[classes], new List<PredictionMistake>());
        using var cursor = scored.GetRowCursor([label, score]);
        var (readLabel, readScore) = (cursor.GetGetter<uint>(label), cursor.GetGetter<VBuffer<float>>(score));
        var (key, buffer, scores) = (0u, default(VBuffer<float>), new float[classes]);
        while (cursor.MoveNext())
        {
            readLabel(ref key);
            readScore(ref buffer);
            buffer.CopyTo(scores);
            if (key == 0 || float.IsNaN(scores[0]))
                continue;
            if (key > classes)
                throw new InvalidOperationException(
                    $"Label column '{labelColumnName}' has key {key} in row {cursor.Position}; the scores know {classes} classes.");
            var actual = (int)key - 1; // ML.NET keys start at 1 (0 = missing)
            var predicted = Array.IndexOf(scores, scores.Max());
            counts[actual, predicted]++;
            // equal scores: the first is predicted
            ranks[scores.Where((s, i) => s > scores[actual] || (s == scores[actual] && i < actual)).Count()]++;
            if (predicted != actual)
                mistakes.Add(new PredictionMistake(cursor.Position, actual, predicted, scores[predicted]));
        }
        if (ranks.Sum() == 0)
            throw new InvalidOperationException(
                $"No row has both a label in column '{labelColumnName}' and scores in column '{scoreColumnName}'.");
        return new PredictionReport(counts, ranks, [.. mistakes.OrderByDescending(m => m.Probability)]);
    }
}
