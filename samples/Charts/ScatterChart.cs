using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Samples;

/// <summary>Draws what was said against what happened, with the line on which both are the same.</summary>
internal static class ScatterChart
{
    /// <summary>Writes the points.</summary>
    /// <param name="path">The file, without its extension.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="across">Name of the true numbers.</param>
    /// <param name="up">Name of those that were said.</param>
    /// <param name="truth">The true numbers.</param>
    /// <param name="said">Those that were said.</param>
    /// <returns>The files, as a line for people.</returns>
    public static string Save(string path, string title, string across, string up, float[] truth, float[] said)
    {
        var model = Chart.New(title, LegendPosition.LeftTop);
        var (low, high) = (Math.Min(truth.Min(), said.Min()), Math.Max(truth.Max(), said.Max()));
        var margin = 0.05 * Math.Max(1e-6, high - low);
        foreach (var axis in new[] { Chart.Axis(AxisPosition.Bottom, across), Chart.Axis(AxisPosition.Left, up) })
        {
            (axis.Minimum, axis.Maximum) = (low - margin, high + margin);
            model.Axes.Add(axis);
        }
        model.Annotations.Add(new LineAnnotation
        {
            Type = LineAnnotationType.LinearEquation,
            Slope = 1,
            Intercept = 0,
            Color = OxyColors.Gray,
            Text = "the same",
        });
        var points = new ScatterSeries { MarkerType = MarkerType.Circle, MarkerSize = 4, MarkerFill = Chart.Colour(0) };
        points.Points.AddRange(truth.Zip(said, (x, y) => new ScatterPoint(x, y)));
        model.Series.Add(points);
        return Chart.Save(model, path, 640, 640);
    }
}
