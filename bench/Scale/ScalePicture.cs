using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
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
            Place(sheet, 0, i, Plot(curve.Name, "rows/s",
                ("measured", points.Select(p => (p.Size, p.RowsPerSecond))),
                ("as fast as the best at this work", points.Select(p => (p.Size, work.Max() / curve.Work(p.Size))))));
            Place(sheet, 1, i, Plot(curve.Name, "peak of resident memory, MiB", ("measured", points.Select(p => (p.Size, p.Peak)))));
        }
        new XDocument(sheet).Save(path);
    }

    private static void Place(XElement sheet, int column, int row, XElement picture)
    {
        picture.SetAttributeValue("x", column * Width);
        picture.SetAttributeValue("y", row * Height);
        sheet.Add(picture);
    }

    private static XElement Plot(string size, string what, params (string Title, IEnumerable<(int Size, double Value)> Points)[] lines)
    {
        var model = new PlotModel { Background = OxyColors.White };
        model.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Bottom, Title = size });
        model.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Left, Title = what, MajorGridlineStyle = LineStyle.Dot });
        if (lines.Length > 1)
            model.Legends.Add(new Legend { LegendPosition = LegendPosition.BottomLeft });
        foreach (var (title, points) in lines)
        {
            var line = new LineSeries { Title = title, MarkerType = title == "measured" ? MarkerType.Circle : MarkerType.None };
            if (title != "measured")
                line.LineStyle = LineStyle.Dash;
            line.Points.AddRange(points.Select(p => new DataPoint(p.Size, p.Value)));
            model.Series.Add(line);
        }
        using var stream = new MemoryStream();
        new SvgExporter { Width = Width, Height = Height }.Export(model, stream);
        stream.Position = 0;
        return XElement.Load(stream);
    }
}
