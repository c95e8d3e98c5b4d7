using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports;

/// <summary>What a generator makes, beside what is real.</summary>
internal static class GeneratorSection
{
    private const int MostColumns = 15; // whose distributions are set side by side
    private const int MostClasses = 12; // of which pictures are drawn

    /// <summary>Samples, with the nearest real rows where they are pictures; and, of rows, how the distributions differ.</summary>
    public static IEnumerable<object> Write(GanAugmenterTransformer generator, IDataView? data, ReportOptions options)
    {
        foreach (var part in Samples(generator, data, options))
            yield return part;
        if (generator.Comparison is { } comparison)
            yield return Html.Text($"Rows are added by {comparison}.");
        if (data is null)
            yield break;
        var report = generator.Compare(data, options.Seed);
        yield return Html.Tag("h3", "Beside real rows");
        foreach (var line in report.ToString().Split('\n'))
            yield return Html.Text(line.Trim());
        if (report.Marginals.Count > 1)
            yield return Html.Folded("Columns that differ most", Html.Table(["column", "total variation (0: the same, 1: disjoint)"],
                report.Marginals.OrderByDescending(column => column.Value).Take(MostColumns)
                    .Select(column => (string[])[column.Key, Html.Number(column.Value, "0.000")])));
    }

    private static IEnumerable<object> Samples(GanAugmenterTransformer generator, IDataView? data, ReportOptions options)
    {
        if (((GanDescription)generator.Description).Picture is not { Channels: 1 or 3 } shape)
        {
            var rows = generator.GenerateRows(options.Examples, label: null, options.Seed);
            DataViewSchema.Column[] columns = [.. rows.Schema.Where(column => !column.IsHidden)];
            return
            [
                Html.Tag("h3", "Generated rows"),
                Html.Table([.. columns.Select(column => column.Name)], CellTexts.Rows(rows, columns, options.Examples)),
            ];
        }
        var format = new ImageFormat(shape.Channels, shape.Height, shape.Width);
        var classes = generator.Classes.Count > 0 ? [.. generator.Classes.Take(MostClasses)] : new string?[] { null };
        IReadOnlyList<float[]>[] made = [.. classes.Select(name => generator.Generate(options.Examples, name, options.Seed))];
        var words = generator.Classes.Count > 0 ? $"One line for each class: {string.Join(", ", classes)}." : "Generated pictures.";
        var content = new List<object>
        {
            Html.Tag("h3", "Generated pictures"), Html.Note(words), Sheet.Of(NumberRows.Sheet(made, format), words),
        };
        if (data is not null && RealRows(generator, data, format, options.MaximumRows) is { Count: > 0 } real)
        {
            const string beside = "Above: generated pictures. Below: the real picture that is nearest to each. Equal ones would be copies.";
            IReadOnlyList<float[]> shown = [.. made.SelectMany(row => row.Take(1)).Concat(made[0].Skip(1)).Take(options.Examples)];
            content.Add(Html.Note(beside));
            content.Add(Sheet.Of(NumberRows.Sheet([shown, [.. shown.Select(picture => Nearest(picture, real))]], format), beside));
        }
        return content;
    }

    private static IReadOnlyList<float[]> RealRows(GanAugmenterTransformer generator, IDataView data, ImageFormat format, int count)
    {
        var picture = ((GanDescription)generator.Description).Table.FirstOrDefault(
            column => column.Dimensions.Aggregate(1, (a, b) => a * b) == format.Count);
        return picture is not null && data.Schema.GetColumnOrNull(picture.Name) is { Type: VectorDataViewType type } column
            && type.ItemType.Equals(NumberDataViewType.Single)
            ? NumberRows.Read(data, new VectorInput(column.Name, "input", format.Count), count)
            : [];
    }

    private static float[] Nearest(float[] picture, IReadOnlyList<float[]> real) =>
        real.MinBy(row => System.Numerics.Tensors.TensorPrimitives.Distance(row, picture))!;
}
