using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Bench;

/// <summary>
/// Draws pace and memory of long trainings and scorings over their epochs or hundredths, one above the other, as one SVG file.
/// </summary>
internal static class SoakCurves
{
    private const int Width = 900, Height = 380;
    private const int Smoothed = 5; // epochs: a single one may fall together with other work on the machine

    /// <summary>Writes the picture.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, IReadOnlyList<SoakEpoch>> families)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        var sheet = new XElement(svg + "svg", new XAttribute("width", Width), new XAttribute("height", 2 * Height),
            new XAttribute("viewBox", $"0 0 {Width} {2 * Height}"));
        Place(sheet, 0, Plot("Pace: rows per processor second, over the mean of the second tenth", families, Pace));
        Place(sheet, 1, Plot("Resident memory over that after the second epoch or hundredth", families,
            epochs => epochs.Skip(1).Select((epoch, i) => new DataPoint(i + 2, epoch.Resident / epochs[1].Resident))));
        new XDocument(sheet).Save(path);
    }

    // Medians: from the second tenth on, because the runtime compiles in the first.
    private static IEnumerable<DataPoint> Pace(IReadOnlyList<SoakEpoch> epochs)
    {
        var tenth = epochs.Count / 10;
        var usual = epochs.Skip(tenth).Take(tenth).Average(epoch => epoch.ProcessorSeconds);
        for (var at = tenth; at + Smoothed <= epochs.Count; at++)
            yield return new DataPoint(
                at + 1 + (Smoothed / 2), usual / Medians.Of(epochs.Skip(at).Take(Smoothed).Select(epoch => epoch.ProcessorSeconds)));
    }

    private static void Place(XElement sheet, int row, XElement picture)
    {
        picture.SetAttributeValue("y", row * Height);
        sheet.Add(picture);
    }

    private static XElement Plot(
        string title, IReadOnlyDictionary<string, IReadOnlyList<SoakEpoch>> families,
        Func<IReadOnlyList<SoakEpoch>, IEnumerable<DataPoint>> points)
    {
        var model = new PlotModel
        {
            Title = title,
            TitleFontSize = 14,
            Background = OxyColors.White,
            Padding = new OxyThickness(12, 18, 24, 8),
        };
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "epoch or hundredth", Minimum = 0, Maximum = 100 });
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Minimum = 0, Maximum = 1.6, MajorGridlineStyle = LineStyle.Dot });
        model.Legends.Add(new Legend
        {
            LegendPosition = LegendPosition.BottomCenter,
            LegendOrientation = LegendOrientation.Horizontal,
            LegendMaxWidth = Width - 120,
        });
        foreach (var (name, epochs) in families)
        {
            var line = new LineSeries { Title = name, StrokeThickness = 1.5 };
            line.Points.AddRange(points(epochs));
            model.Series.Add(line);
        }
        return XElement.Parse(new SvgExporter { Width = Width, Height = Height }.ExportToString(model));
    }
}
