using System.Globalization;
using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace DeepML.Reports;

/// <summary>The look of all curves, and their way into pages.</summary>
internal static class Chart
{
    /// <summary>Of a chart in pages that names no other size, in its own units: pixels where there is room.</summary>
    public const int Width = 560;

    /// <summary>Of a chart in pages that names no other size.</summary>
    public const int Height = 330;

    private const string Font = "Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

    /// <summary>Between the numbers of an axis and its title.</summary>
    public const double TitleDistance = 10;

    private static readonly OxyColor Grid = OxyColor.FromRgb(220, 220, 220);

    private static readonly OxyColor[] Colours =
    [
        .. new[] { "#1f77b4", "#d9730d", "#2ca02c", "#c62f2f", "#8a5fbf", "#8c564b", "#d05fae", "#5a5a5a", "#8f8f17", "#1399a8" }.Select(
            OxyColor.Parse),
    ];

    /// <summary>The colour of a class or line, ten of which differ.</summary>
    public static OxyColor Colour(int place) => Colours[place % Colours.Length];

    /// <summary>An empty chart.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="legend">Where the names of the lines lie; null for none.</param>
    public static PlotModel New(string title, LegendPosition? legend = LegendPosition.TopRight)
    {
        var model = new PlotModel
        {
            Title = title,
            TitleFontSize = 14,
            TitleFontWeight = FontWeights.Bold,
            DefaultFontSize = 13,
            DefaultFont = Font,
            PlotAreaBorderColor = Grid,
            Culture = CultureInfo.InvariantCulture,
            TextColor = OxyColor.FromRgb(40, 44, 48),
        };
        if (legend is { } position)
            model.Legends.Add(new Legend
            {
                LegendPosition = position,
                LegendBackground = OxyColor.FromAColor(200, OxyColors.White),
                LegendPlacement = LegendPlacement.Inside,
            });
        return model;
    }

    /// <summary>An axis of numbers with a light grid.</summary>
    public static LinearAxis Axis(AxisPosition position, string title) => new()
    {
        Position = position,
        Title = title,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = Grid,
        TicklineColor = Grid,
        AxisTitleDistance = TitleDistance,
    };

    /// <summary>An axis of numbers above 0 that span magnitudes.</summary>
    public static LogarithmicAxis LogarithmicAxis(AxisPosition position, string title) => new()
    {
        Position = position,
        Title = title,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = Grid,
        TicklineColor = Grid,
        AxisTitleDistance = TitleDistance,
    };

    /// <summary>A chart as an element that grows and shrinks with the page.</summary>
    public static XElement Draw(PlotModel model, int width = Width, int height = Height)
    {
        Legalize(model);
        var text = SvgExporter.ExportToString(
            model, width, height, isDocument: false, textMeasurer: new TextSizes(), useVerticalTextAlignmentWorkaround: true);
        var svg = XElement.Parse(text);
        svg.SetAttributeValue("width", null);
        svg.SetAttributeValue("height", null);
        svg.SetAttributeValue("viewBox", FormattableString.Invariant($"0 0 {width} {height}"));
        svg.SetAttributeValue("class", width > Width ? "chart wide" : "chart");
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-label", model.Title);
        // Names without a prefix of its own: HTML knows what an svg is.
        foreach (var element in svg.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
            element.Attributes().Where(attribute => attribute.IsNamespaceDeclaration).Remove();
        }
        return svg;
    }

    // The exporter fails on names with signs that XML cannot hold, and classes and columns have the names that they have.
    private static void Legalize(PlotModel model)
    {
        model.Title = Legal(model.Title);
        foreach (var axis in model.Axes)
        {
            axis.Title = Legal(axis.Title);
            if (axis is CategoryAxis { ItemsSource: IEnumerable<string> names } classes)
                classes.ItemsSource = names.Select(ReportPage.Legal).ToArray();
            else if (axis is CategoryAxis { Labels: var labels })
                for (var i = 0; i < labels.Count; i++)
                    labels[i] = ReportPage.Legal(labels[i]);
        }
        foreach (var annotation in model.Annotations.OfType<TextualAnnotation>())
            annotation.Text = Legal(annotation.Text);
        foreach (var series in model.Series)
            series.Title = Legal(series.Title);
    }

    private static string? Legal(string? text) => text is null ? null : ReportPage.Legal(text);
}
