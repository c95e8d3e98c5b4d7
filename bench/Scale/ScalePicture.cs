using System.Globalization;
using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeepML.Bench;

/// <summary>Draws curves of speed and memory side by side, a line of pictures for each, in one SVG file.</summary>
internal static class ScalePicture
{
    private const int Width = 460, Height = 260;

    public static void Write(string path, IReadOnlyList<(ScaleCurve Curve, List<ScalePoint> Points)> curves)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        var sheet = new XElement(svg + "svg",
            new XAttribute("width", 2 * Width), new XAttribute("height", Height * curves.Count),
            new XAttribute("viewBox", $"0 0 {2 * Width} {Height * curves.Count}"));
        for (var i = 0; i < curves.Count; i++)
        {
            var (curve, points) = curves[i];
            var work = points.Select(p => p.RowsPerSecond * curve.Work(p.Size)).ToArray();
            Place(sheet, 0, i, Plot(curve.Name, "rows per second", lowest: double.PositiveInfinity,
                (LineStyle.Solid, points.Select(p => (p.Size, p.RowsPerSecond))),
                (LineStyle.Dash, points.Select(p => (p.Size, work.Max() / curve.Work(p.Size))))));
            Place(sheet, 1, i, Plot(curve.Name, "peak of memory, MiB", lowest: 100,
                (LineStyle.Solid, points.Select(p => (p.Size, p.Peak)))));
        }
        new XDocument(sheet).Save(path);
    }

    private static void Place(XElement sheet, int column, int row, XElement picture)
    {
        picture.SetAttributeValue("x", column * Width);
        picture.SetAttributeValue("y", row * Height);
        sheet.Add(picture);
    }

    // A dashed line is where every size would do its work as fast as the best one.
    private static XElement Plot(
        string size, string what, double lowest, params (LineStyle Style, IEnumerable<(int Size, double Value)> Points)[] lines)
    {
        var model = new PlotModel { Background = OxyColors.White, PlotMargins = new OxyThickness(64, 8, 16, 40) };
        var all = lines.SelectMany(line => line.Points).ToArray();
        model.Axes.Add(Axis(AxisPosition.Bottom, size, all.Min(p => p.Size) / 1.4, all.Max(p => p.Size) * 1.4));
        // whole powers of ten, so that slopes can be compared
        model.Axes.Add(Axis(AxisPosition.Left, what,
            Math.Pow(10, Math.Floor(Math.Log10(Math.Min(lowest, all.Min(p => p.Value))))),
            Math.Pow(10, Math.Ceiling(Math.Log10(all.Max(p => p.Value))))));
        foreach (var (style, points) in lines)
        {
            var line = new LineSeries { Color = OxyColors.SteelBlue, LineStyle = style };
            if (style == LineStyle.Solid)
                line.MarkerType = MarkerType.Circle;
            line.Points.AddRange(points.Select(p => new DataPoint(p.Size, p.Value)));
            model.Series.Add(line);
        }
        using var stream = new MemoryStream();
        new SvgExporter { Width = Width, Height = Height }.Export(model, stream);
        stream.Position = 0;
        return XElement.Load(stream);
    }

    private static LogarithmicAxis Axis(AxisPosition position, string title, double least, double most) => new()
    {
        Position = position,
        Title = title,
        AxisTitleDistance = 8,
        AxisTickToLabelDistance = 6,
        Minimum = least,
        Maximum = most,
        LabelFormatter = Short,
        MajorGridlineStyle = LineStyle.Dot,
    };

    private static string Short(double value) => value switch
    {
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.##} M"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.##} k"),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
