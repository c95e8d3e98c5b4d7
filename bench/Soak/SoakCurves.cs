using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using Family = System.Collections.Generic.KeyValuePair<string, System.Collections.Generic.IReadOnlyList<DeepML.Bench.SoakEpoch>>;

namespace DeepML.Bench;

/// <summary>
/// Draws pace and memory over the epochs of long trainings and the hundredths of long scorings, one above the other, as one SVG file.
/// </summary>
internal static class SoakCurves
{
    private const int Width = 900, Height = 300;
    private const int Smoothed = 5; // epochs: a single one may fall together with other work on the machine
    private const string Scoring = "score.";
    private const string Room = "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0"; // names are measured too short, and cut at their ends

    /// <summary>Writes the picture.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, IReadOnlyList<SoakEpoch>> families)
    {
        var groups = families.GroupBy(family => family.Key.StartsWith(Scoring, StringComparison.Ordinal)).OrderBy(group => group.Key);
        var plots = groups.SelectMany(group =>
            Plots(group.Key ? "Scoring" : "Training", group.Key ? "hundredth" : "epoch", group)).ToArray();
        XNamespace svg = "http://www.w3.org/2000/svg";
        var sheet = new XElement(svg + "svg", new XAttribute("width", Width), new XAttribute("height", plots.Length * Height),
            new XAttribute("viewBox", $"0 0 {Width} {plots.Length * Height}"));
        for (var row = 0; row < plots.Length; row++)
        {
            plots[row].SetAttributeValue("y", row * Height);
            sheet.Add(plots[row]);
        }
        new XDocument(sheet).Save(path);
    }

    private static IEnumerable<XElement> Plots(string what, string part, IEnumerable<Family> families) =>
    [
        Plot($"{what}: rows per processor second, over the mean of the second tenth", part, (0, 2), families, Pace),
        Plot($"{what}: resident memory, over that after the second {part}", part, (0.9, 1.15), families,
            epochs => epochs.Skip(1).Select((epoch, i) => new DataPoint(i + 2, epoch.Resident / epochs[1].Resident))),
    ];

    // Medians: from the second tenth on, because the runtime compiles in the first.
    private static IEnumerable<DataPoint> Pace(IReadOnlyList<SoakEpoch> epochs)
    {
        var tenth = epochs.Count / 10;
        var usual = epochs.Skip(tenth).Take(tenth).Average(epoch => epoch.ProcessorSeconds);
        for (var at = tenth; at + Smoothed <= epochs.Count; at++)
            yield return new DataPoint(
                at + 1 + (Smoothed / 2), usual / Medians.Of(epochs.Skip(at).Take(Smoothed).Select(epoch => epoch.ProcessorSeconds)));
    }

    private static XElement Plot(
        string title, string part, (double From, double To) range, IEnumerable<Family> families,
        Func<IReadOnlyList<SoakEpoch>, IEnumerable<DataPoint>> points)
    {
        var model = new PlotModel
        {
            Title = title,
            TitleFontSize = 14,
            Background = OxyColors.White,
            Padding = new OxyThickness(12, 18, 24, 8),
        };
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = part, Minimum = 0, Maximum = 100 });
        model.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Left,
            Minimum = range.From,
            Maximum = range.To,
            MajorGridlineStyle = LineStyle.Dot,
        });
        model.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.RightTop });
        foreach (var (name, epochs) in families)
        {
            var named = name.Replace(Scoring, "", StringComparison.Ordinal) + Room;
            var line = new LineSeries { Title = named, StrokeThickness = 1.5 };
            line.Points.AddRange(points(epochs));
            model.Series.Add(line);
        }
        var exporter = new SvgExporter { Width = Width, Height = Height, UseVerticalTextAlignmentWorkaround = true };
        return XElement.Parse(exporter.ExportToString(model));
    }
}
