using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Several labels of each row, read to be measured: row by row, NaN where one is missing.</summary>
/// <param name="Labels">For each row its labels.</param>
/// <param name="Answers">For each row what the network says; empty where nobody was asked.</param>
/// <param name="Weights">For each row how much it counts.</param>
internal sealed record LabelRows(float[][] Labels, float[][] Answers, double[] Weights)
{
    // Enough to compare by; going once more over a stream of any length is not worth it.
    private const int MostRows = 1 << 16;
    private const int BatchRows = 256;

    /// <summary>The first rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="step">Answers to them; null for nobody.</param>
    public static LabelRows Of(IBatchSource rows, IAnsweringStep? step)
    {
        var (labels, answers, weights) = (new List<float[]>(), new List<float[]>(), new List<double>());
        (step as TrainingStep)?.Network.eval();
        using var gradientsOff = no_grad();
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            labels.AddRange(batch.Targets.ReadAll<float>().Chunk((int)batch.Targets.size(1)));
            if (step?.Answer(batch) is { } answer)
                answers.AddRange(answer.to(ScalarType.Float32).ReadAll<float>().Chunk((int)answer.size(1)));
            weights.AddRange(batch.Weights?.to(ScalarType.Float64).ReadAll<double>() ?? Enumerable.Repeat(1.0, batch.Rows));
            if (labels.Count >= MostRows)
                break;
        }
        return new LabelRows([.. labels], [.. answers], [.. weights]);
    }

    /// <summary>What the rows are, for people.</summary>
    public static string Name(FitRows rows) => (rows.Measured.RowCount > MostRows ? $"the first {MostRows} " : "")
        + (rows.Validation is null ? "training rows" : "rows held out");

    /// <summary>The weighted mean of each label over the rows that have it; 0 where none has.</summary>
    public double[] Means()
    {
        var (sums, counts) = (new double[Labels[0].Length], new double[Labels[0].Length]);
        for (var row = 0; row < Labels.Length; row++)
            for (var i = 0; i < sums.Length; i++)
                if (!float.IsNaN(Labels[row][i]))
                    (sums[i], counts[i]) = (sums[i] + (Weights[row] * Labels[row][i]), counts[i] + Weights[row]);
        return [.. sums.Zip(counts, (sum, count) => count > 0 ? sum / count : 0)];
    }

    /// <summary>Refuses labels of which no row knows anything; of more rows than are read nothing is said.</summary>
    /// <param name="rows">Training rows.</param>
    /// <param name="names">Names of the labels, or null.</param>
    /// <param name="everyRow">How the error begins.</param>
    /// <exception cref="InvalidOperationException">A label is missing in each row.</exception>
    public static void CheckKnown(IBatchSource rows, IReadOnlyList<string>? names, string everyRow)
    {
        if (rows.RowCount > MostRows)
            return;
        var labels = Of(rows, step: null).Labels;
        var unknown = Enumerable.Range(0, labels[0].Length).Where(i => labels.All(row => float.IsNaN(row[i]))).ToArray();
        if (unknown.Length > 0)
            throw new InvalidOperationException(
                $"{everyRow} lacks {(unknown.Length == 1 ? "the label" : "the labels")} "
                    + $"{string.Join(", ", unknown.Select(i => names is null ? $"{i}" : $"{i} ('{names[i]}')"))} (NaN): "
                    + "nothing can be learned "
                    + "of them. Leave them out of the column.");
    }

    /// <summary>The weighted mean over rows of a mean over the labels that are there.</summary>
    /// <param name="of">The row, and which of its labels.</param>
    public double Mean(Func<int, int, double> of)
    {
        var (sum, total) = (0.0, 0.0);
        for (var row = 0; row < Labels.Length; row++)
        {
            var there = Enumerable.Range(0, Labels[row].Length).Where(i => !float.IsNaN(Labels[row][i])).ToArray();
            if (there.Length == 0)
                continue;
            sum += Weights[row] * there.Average(i => of(row, i));
            total += Weights[row];
        }
        return sum / total;
    }
}
