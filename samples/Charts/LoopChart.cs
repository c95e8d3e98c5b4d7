using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Samples;

/// <summary>Draws a control loop over time: measured values above, what the controller puts out below.</summary>
internal sealed class LoopChart
{
    private readonly PlotModel _model;

    /// <param name="title">What is shown.</param>
    /// <param name="measured">Unit of the upper part.</param>
    /// <param name="output">Unit of the lower part.</param>
    public LoopChart(string title, string measured, string output)
    {
        _model = Chart.New(title, LegendPosition.RightTop);
        _model.Axes.Add(Chart.Axis(AxisPosition.Bottom, "minutes"));
        foreach (var (name, key, start, end) in new[] { (measured, "upper", 0.36, 1.0), (output, "lower", 0, 0.32) })
        {
            var axis = Chart.Axis(AxisPosition.Left, name);
            (axis.Key, axis.StartPosition, axis.EndPosition) = (key, start, end);
            _model.Axes.Add(axis);
        }
    }

    /// <summary>Adds a line of measured values.</summary>
    public void Upper(string name, OxyColor colour, IReadOnlyList<double> times, IReadOnlyList<double> values, double thickness = 2) =>
        Add(name, colour, times, values, thickness, "upper");

    /// <summary>Adds a line of controller outputs.</summary>
    public void Lower(string name, OxyColor colour, IReadOnlyList<double> times, IReadOnlyList<double> values) =>
        Add(name, colour, times, values, 1.2, "lower");

    /// <summary>Writes the chart.</summary>
    /// <param name="path">The file, without its extension.</param>
    public string Save(string path) => Chart.Save(_model, path, 1150, 620);

    private void Add(
        string name, OxyColor colour, IReadOnlyList<double> times, IReadOnlyList<double> values, double thickness, string axis)
    {
        var line = new LineSeries { Title = name, Color = colour, StrokeThickness = thickness, YAxisKey = axis };
        line.Points.AddRange(times.Zip(values, (time, value) => new DataPoint(time, value)));
        _model.Series.Add(line);
    }
}
