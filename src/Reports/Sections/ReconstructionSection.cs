using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports;

/// <summary>Rows beside what a network makes of them again: autoencoders, restricted Boltzmann machines, deep belief networks.</summary>
internal static class ReconstructionSection
{
    private const int MostColumns = 15; // whose errors are written

    /// <summary>A sheet of pictures, or a table of the numbers that come back worst.</summary>
    /// <param name="column">The column that the network reads.</param>
    /// <param name="data">Data with it.</param>
    /// <param name="reconstruct">Replaces the column by the reconstruction.</param>
    /// <param name="options">How many rows.</param>
    public static IEnumerable<object> Write(
        SizedColumn column, IDataView data, Func<IDataView, IDataView> reconstruct, ReportOptions options)
    {
        var rows = NumberRows.Read(data, column, options.MaximumRows);
        var made = reconstruct(data).GetColumn<float[]>(column.Name).Take(options.MaximumRows).ToArray();
        if (rows.Count == 0 || rows.Count != made.Length || made[0].Length != rows[0].Length)
            return [Html.Note("Reconstructions cannot be set beside these rows: they are of another size, or some rows cannot be read.")];
        var content = new List<object>
        {
            Html.Styled("div", "tiles",
                Html.Tile(Html.Number(MeanSquaredError(rows, made)), $"mean squared error over {Html.Count(rows.Count)} rows"),
                Html.Tile(Html.Number(Spread(rows)), "always the mean of each number")),
        };
        if (NumberRows.PictureOf(column, data.Schema) is { } format)
        {
            var count = Math.Min(options.Examples, rows.Count);
            content.Add(Html.Note("Above: rows as they came. Below: as they were made again."));
            content.Add(Sheet.Of(
                NumberRows.Sheet([[.. rows.Take(count)], [.. made.Take(count)]], format), "rows, and below them their reconstructions"));
        }
        else
            content.Add(Worst(rows, made, NamesOf(data.Schema[column.Name], column.Width)));
        double[] errors = [.. rows.Zip(made, SquaredError).Where(double.IsFinite)];
        if (errors.Length > 0)
            content.Add(Chart.Draw(PredictionCharts.Histogram(errors, "error of a row", "mean squared error")));
        return content;
    }

    /// <summary>Pictures that a network drew; nothing where rows are no pictures.</summary>
    public static IEnumerable<object> Drawn(SizedColumn column, DataViewSchema schema, string words, Func<IReadOnlyList<float[]>> draw) =>
        NumberRows.PictureOf(column, schema) is { } format
            ? [Html.Note(words), Sheet.Of(NumberRows.Sheet([draw()], format), words)]
            : [];

    private static System.Xml.Linq.XElement Worst(IReadOnlyList<float[]> rows, IReadOnlyList<float[]> made, string[] names)
    {
        var columns = Enumerable.Range(0, names.Length).Select(i =>
        {
            var pairs = rows.Zip(made, (row, other) => (Came: (double)row[i], Made: (double)other[i]))
                .Where(pair => double.IsFinite(pair.Came)).ToArray();
            var mean = pairs.Length == 0 ? double.NaN : pairs.Average(pair => pair.Came);
            var spread = pairs.Length == 0 ? double.NaN : pairs.Average(pair => (pair.Came - mean) * (pair.Came - mean));
            var error = pairs.Length == 0 ? double.NaN : pairs.Average(pair => (pair.Came - pair.Made) * (pair.Came - pair.Made));
            return (Name: names[i], Deviation: Math.Sqrt(spread), Error: Math.Sqrt(error), Share: error / spread);
        }).OrderByDescending(column => double.IsFinite(column.Share) ? column.Share : -1).ToArray();
        return Html.Table(["number", "deviation among rows", "root mean squared error", "variance that is lost"],
            columns.Take(MostColumns).Select(column => (string[])
                [column.Name, Html.Number(column.Deviation), Html.Number(column.Error), Html.Percent(column.Share)]));
    }

    private static string[] NamesOf(DataViewSchema.Column column, int count)
    {
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        if (column.HasSlotNames())
            column.GetSlotNames(ref names);
        var texts = names.DenseValues().Select(name => name.ToString()).ToArray();
        return [.. Enumerable.Range(0, count).Select(i => i < texts.Length && texts[i].Length > 0 ? texts[i] : $"{column.Name}[{i}]")];
    }

    private static double SquaredError(float[] row, float[] made) =>
        row.Zip(made, (a, b) => ((double)a - b) * ((double)a - b)).Where(error => !double.IsNaN(error)).DefaultIfEmpty(double.NaN)
            .Average();

    private static double MeanSquaredError(IReadOnlyList<float[]> rows, IReadOnlyList<float[]> made) =>
        rows.Zip(made, SquaredError).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    private static double Spread(IReadOnlyList<float[]> rows)
    {
        var means = new double[rows[0].Length];
        var counts = new int[means.Length];
        foreach (var row in rows)
            for (var i = 0; i < means.Length; i++)
                if (float.IsFinite(row[i]))
                    (means[i], counts[i]) = (means[i] + row[i], counts[i] + 1);
        var mean = means.Zip(counts, (sum, count) => (float)(sum / Math.Max(1, count))).ToArray();
        return MeanSquaredError(rows, [.. Enumerable.Repeat(mean, rows.Count)]);
    }
}
