using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using SkiaSharp;

namespace DeepML.Samples;

/// <summary>Draws charts as SVG, for any browser, and as PNG where the system has a font.</summary>
internal static class Chart
{
    private static readonly OxyColor Grid = OxyColor.FromRgb(228, 228, 228);

    private static readonly string? Font = new[] { "Segoe UI", "Arial", "Liberation Sans", "DejaVu Sans" }.FirstOrDefault(
        SKFontManager.Default.FontFamilies.Contains);

    private static readonly OxyColor[] Colours =
    [
        .. new[] { "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#5a5a5a", "#bcbd22", "#17becf" }.Select(
            OxyColor.Parse),
    ];

    /// <summary>The colour of a class or line, ten of which differ.</summary>
    public static OxyColor Colour(int place) => Colours[place % Colours.Length];

    /// <summary>An empty chart with a title and a legend.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="legend">Where the legend lies.</param>
    public static PlotModel New(string title, LegendPosition legend = LegendPosition.LeftTop)
    {
        var model = new PlotModel
        {
            Title = title,
            TitleFontSize = 16,
            DefaultFontSize = 13,
            Background = OxyColors.White,
            PlotAreaBorderColor = Grid
        };
        if (Font is not null)
            model.DefaultFont = Font;
        model.Legends.Add(new Legend
        {
            LegendPosition = legend,
            LegendBackground = OxyColor.FromAColor(220, OxyColors.White),
            LegendPlacement = legend is LegendPosition.RightTop ? LegendPlacement.Outside : LegendPlacement.Inside,
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
    };

    /// <summary>Writes path.svg, and path.png where there is a font to write with.</summary>
    /// <returns>The files, as a line for people.</returns>
    public static string Save(PlotModel model, string path, int width = 900, int height = 480)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        model.Background = OxyColors.White; // those of reports have none
        if (Font is not null)
            model.DefaultFont = Font;
        using (var svg = File.Create(path + ".svg"))
            new OxyPlot.SvgExporter { Width = width, Height = height, UseVerticalTextAlignmentWorkaround = true }.Export(model, svg);
        if (!SKFontManager.Default.FontFamilies.Any())
            return $"{path}.svg";
        using var png = File.Create(path + ".png");
        new OxyPlot.SkiaSharp.PngExporter { Width = width, Height = height }.Export(model, png);
        return $"{path}.png and .svg";
    }
}
