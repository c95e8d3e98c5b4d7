using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Bench;

/// <summary>Draws pace and memory of long trainings, each over its second epoch, as one SVG file.</summary>
internal static class SoakCurves
{
    private const int Width = 900, Height = 380;

    /// <summary>Writes the pictures, the second with "-memory" before the ending.</summary>
    public static void Write(string path, IReadOnlyList<(string Name, IReadOnlyList<SoakEpoch> Epochs)> families)
    {
        Write(path, "Pace: processor time of the second epoch over that of the epoch", families, (epochs, at) =>
            epochs[1].ProcessorSeconds / epochs[at].ProcessorSeconds);
        Write(Path.ChangeExtension(path, null) + "-memory" + Path.GetExtension(path),
            "Resident memory over that after the second epoch", families,
            (epochs, at) => epochs[at].Resident / epochs[1].Resident);
    }

    private static void Write(
        string path, string title, IReadOnlyList<(string Name, IReadOnlyList<SoakEpoch> Epochs)> families,
        Func<IReadOnlyList<SoakEpoch>, int, double> value)
    {
        var model = new PlotModel { Title = title, TitleFontSize = 14, Background = OxyColors.White };
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "epoch", Minimum = 0 });
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Minimum = 0, Maximum = 1.6, MajorGridlineStyle = LineStyle.Dot });
        model.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside });
        foreach (var (name, epochs) in families)
        {
            var line = new LineSeries { Title = name, StrokeThickness = 1.5 };
            line.Points.AddRange(Enumerable.Range(1, epochs.Count - 1).Select(at => new DataPoint(at + 1, value(epochs, at))));
            model.Series.Add(line);
        }
        using var file = File.Create(path);
        new SvgExporter { Width = Width, Height = Height }.Export(model, file);
    }
}
