using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series.Operations;

/// <summary>Rows of several series by turns, with values drawn by chance, and their columns series by series.</summary>
internal static class RandomSeries
{
    /// <summary>Rows of series "s0", "s1" … in an order that chance has drawn; some numbers of pairs are missing.</summary>
    /// <param name="seed">Fixes them.</param>
    /// <param name="series">How many series.</param>
    /// <param name="rows">Rows of all of them.</param>
    /// <param name="missing">Chance of a number to be missing.</param>
    public static Reading[] Of(int seed, int series, int rows, double missing = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(row => new Reading
        {
            Time = new DateTime(2026, 3, 1).AddSeconds(row),
            Machine = $"s{random.Next(series)}",
            Value = Number(),
            Pair = [Number(), Number()],
            Fault = random.Next(4) == 0,
        })];

        float Number() => random.NextDouble() < missing ? float.NaN : random.Next(-50, 50);
    }

    /// <summary>Applies a loop to each series by itself and puts its answers back into the order of the rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="loop">Answers for the rows of one series.</param>
    public static T[] BySeries<T>(Reading[] rows, Func<Reading[], IEnumerable<T>> loop)
    {
        var answers = new T[rows.Length];
        foreach (var series in rows.Select((row, place) => (row, place)).GroupBy(r => r.row.Machine))
        {
            var found = loop([.. series.Select(r => r.row)]).ToArray();
            foreach (var ((_, place), answer) in series.Zip(found))
                answers[place] = answer;
        }
        return answers;
    }

    /// <summary>The vectors of a column that a fitted operation adds.</summary>
    public static float[][] Vectors(this ITransformer model, IDataView data, string column) =>
        [.. model.Transform(data).GetColumn<float[]>(column)];

    /// <summary>An operation on series as it is read from a file: no estimator has checked it.</summary>
    public static SeriesTransformer Step(
        MLContext ml, SeriesOperation operation, string input, int slots, string? series = "Machine", string? time = null,
        SeriesScales? scales = null)
    {
        var description = new SeriesDescription("Out", input, series, time, slots, slots > 1, operation, scales, Remarks: []);
        description.Check();
        return new SeriesTransformer(ml, description, description.CreateNetwork(), TorchSharp.torch.CPU);
    }
}
