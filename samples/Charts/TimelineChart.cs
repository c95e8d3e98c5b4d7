using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeepML.Samples;

/// <summary>Draws several numbers over days, each in a strip of its own, with stretches of time marked behind them.</summary>
internal sealed class TimelineChart
{
    private const double Between = 0.03; // of the height, between two strips

    private readonly PlotModel _model;
    private readonly string[] _strips;

    /// <param name="title">What is shown.</param>
    /// <param name="strips">What each strip shows, with its unit, from the top.</param>
    public TimelineChart(string title, params string[] strips)
    {
        _strips = strips;
        _model = Chart.New(title);
        _model.Axes.Add(new DateTimeAxis
        {
            Position = AxisPosition.Bottom,
            StringFormat = "ddd d MMM",
            MajorStep = 1,
            MajorGridlineStyle = LineStyle.Dot,
        });
        for (var i = 0; i < strips.Length; i++)
        {
            var axis = Chart.Axis(AxisPosition.Left, strips[i]);
            var bottom = (double)(strips.Length - 1 - i) / strips.Length;
            (axis.Key, axis.StartPosition, axis.EndPosition) = (strips[i], bottom, bottom + (1.0 / strips.Length) - Between);
            _model.Axes.Add(axis);
        }
    }

    /// <summary>Adds a line to a strip.</summary>
    /// <param name="strip">Its place, from 0.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="points">Times and values.</param>
    public void Line(int strip, OxyColor colour, IEnumerable<(DateTime Time, double Value)> points)
    {
        var line = new LineSeries { Color = colour, StrokeThickness = 1.5, YAxisKey = _strips[strip] };
        line.Points.AddRange(points.Select(point => DateTimeAxis.CreateDataPoint(point.Time, point.Value)));
        _model.Series.Add(line);
    }

    /// <summary>Marks a stretch of time in a strip.</summary>
    public void Mark(int strip, DateTime from, DateTime to, OxyColor colour, string text = "") =>
        _model.Annotations.Add(new RectangleAnnotation
        {
            MinimumX = DateTimeAxis.ToDouble(from),
            MaximumX = DateTimeAxis.ToDouble(to),
            Fill = colour,
            Layer = AnnotationLayer.BelowSeries,
            YAxisKey = _strips[strip],
            Text = text,
        });

    /// <summary>Draws a level across a strip.</summary>
    public void Level(int strip, double value, string text) =>
        _model.Annotations.Add(new LineAnnotation
        {
            Type = LineAnnotationType.Horizontal,
            Y = value,
            Color = OxyColors.Red,
            LineStyle = LineStyle.Dash,
            YAxisKey = _strips[strip],
            Text = text,
            TextVerticalAlignment = VerticalAlignment.Bottom, // the text's, so that it stands above the line
        });

    /// <summary>Writes the chart.</summary>
    /// <param name="path">The file, without its extension.</param>
    public string Save(string path) => Chart.Save(_model, path, 1250, 800);
}
