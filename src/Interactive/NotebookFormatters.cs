using System.Xml.Linq;
using DeepML.Reports;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.ML;
using Microsoft.ML.Data;
using OxyPlot;
using Html = DeepML.Reports.Html;

namespace DeepML.Interactive;

/// <summary>
/// Shows in notebooks what DeepML gives: histories as curves, models with their training, pictures as pictures, rows as tables.
/// </summary>
public static class NotebookFormatters
{
    private const int RowsShown = 10;
    private const int ContributionsShown = 15;
    private const int ReportHeight = 700; // pixels

    /// <summary>
    /// Makes the notebook's kernel show them. The package calls it when it is loaded; call it where the assembly is loaded otherwise.
    /// </summary>
    public static void Register()
    {
        Show<TrainingHistory>(LoosePart.Of);
        Show<NetworkTransformer>(LoosePart.Of);
        Show<NetworkModel>(model => LoosePart.Of(Html.Tag("pre", model.Summary())));
        Show<ModelReport>(Frame);
        Show<PlotModel>(chart => LoosePart.Of(Chart.Draw(chart)));
        Show<Picture>(picture => LoosePart.Of(Sheet.Of(picture, $"picture of {picture.Width} x {picture.Height} pixels")));
        Show<MLImage>(image => LoosePart.Of(Sheet.Of(image)));
        Show<PredictionReport>(report => LoosePart.Of(Chart.Draw(
            ReportCharts.Confusion(report, [.. Enumerable.Range(0, report.ClassCount).Select(i => $"{i}")]))));
        Show<Explanation>(Contributions);
        Show<IDataView>(FirstRows);
    }

    private static void Show<T>(Func<T, string> html) =>
        Formatter.Register<T>((value, writer) => writer.Write(html(value)), HtmlFormatter.MimeType);

    private static string Frame(ModelReport report) => ReportPage.Written(new XElement("iframe",
        new XAttribute("srcdoc", report.Html), new XAttribute("title", report.Title),
        new XAttribute("style", $"width: 100%; height: {ReportHeight}px; border: 1px solid #8884;")));

    private static string Contributions(Explanation explanation) => LoosePart.Of(
        Html.Text(FormattableString.Invariant(
            $"{explanation.Method}: {explanation.BaselineScore:G4} for the baseline, {explanation.Score:G4} for the row")),
        Html.Table(["what", "contribution"], explanation.Largest(ContributionsShown)
            .Select(pair => (string[])[pair.Name, Html.Number(pair.Contribution, "+0.000;-0.000")])));

    private static string FirstRows(IDataView data)
    {
        DataViewSchema.Column[] columns = [.. data.Schema.Where(column => !column.IsHidden)];
        var rows = CellTexts.Rows(data, columns, RowsShown);
        var count = data.GetRowCount() is { } known ? $" of {Html.Count(known)}" : "";
        return LoosePart.Of(
            Html.Table([.. columns.Select(column => column.Name)], rows), Html.Note($"the first {rows.Count} rows{count}"));
    }
}
