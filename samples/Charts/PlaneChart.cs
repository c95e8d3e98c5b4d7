using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Samples;

/// <summary>Draws points of a plane, a colour and a name per class.</summary>
internal static class PlaneChart
{
    private const double Outside = 0.01; // share of the points that may lie beyond each edge

    /// <summary>Writes the points.</summary>
    /// <param name="path">The file, without its extension.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="points">Two numbers each.</param>
    /// <param name="classes">The class of each.</param>
    public static string Save(string path, string title, float[][] points, int[] classes)
    {
        var model = Chart.New(title, LegendPosition.RightTop);
        var (x, y) = (Axis(AxisPosition.Bottom, "first number of the code", points, 0),
            Axis(AxisPosition.Left, "second number", points, 1));
        model.Axes.Add(x);
        model.Axes.Add(y);
        foreach (var group in points.Zip(classes).GroupBy(pair => pair.Second).OrderBy(group => group.Key))
        {
            var series = new ScatterSeries
            {
                Title = $"{group.Key}",
                MarkerType = MarkerType.Circle,
                MarkerSize = 2.2,
                MarkerFill = Chart.Colour(group.Key)
            };
            series.Points.AddRange(group.Select(pair => new ScatterPoint(pair.First[0], pair.First[1])));
            model.Series.Add(series);
        }
        var beyond = points.Count(p => p[0] < x.Minimum || p[0] > x.Maximum || p[1] < y.Minimum || p[1] > y.Maximum);
        model.Subtitle = $"{points.Length - beyond} points; {beyond} lie beyond the edges";
        return Chart.Save(model, path, 800, 720);
    }

    // A few far points do not press the others together: they are left out, and counted.
    private static LinearAxis Axis(AxisPosition position, string title, float[][] points, int number)
    {
        var sorted = points.Select(p => p[number]).Order().ToArray();
        var (low, high) = (sorted[(int)(Outside * (sorted.Length - 1))], sorted[(int)((1 - Outside) * (sorted.Length - 1))]);
        var margin = 0.05 * Math.Max(1e-6, high - low);
        var axis = Chart.Axis(position, title);
        (axis.Minimum, axis.Maximum) = (low - margin, high + margin);
        return axis;
    }
}
