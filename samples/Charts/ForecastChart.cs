using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Samples;

/// <summary>Draws series over time, and a band between two of them.</summary>
/// <param name="title">What is shown.</param>
/// <param name="unit">Of the values.</param>
internal sealed class ForecastChart(string title, string unit)
{
    private readonly PlotModel _model = Chart.New(title);

    /// <summary>Adds a band.</summary>
    public void Band(string name, string colour, IReadOnlyList<DateTime> times, IReadOnlyList<float> lower, IReadOnlyList<float> upper)
    {
        var band = new AreaSeries
        {
            Title = name,
            Fill = OxyColor.FromAColor(110, OxyColor.Parse(colour)),
            Color = OxyColors.Transparent,
            Color2 = OxyColors.Transparent
        };
        band.Points.AddRange(Points(times, lower));
        band.Points2.AddRange(Points(times, upper));
        _model.Series.Add(band);
    }

    /// <summary>Adds a line.</summary>
    public void Line(string name, string colour, IReadOnlyList<DateTime> times, IReadOnlyList<float> values, bool isDashed = false)
    {
        var line = new LineSeries
        {
            Title = name,
            Color = OxyColor.Parse(colour),
            StrokeThickness = 2,
            LineStyle = isDashed ? LineStyle.Dash : LineStyle.Solid
        };
        line.Points.AddRange(Points(times, values));
        _model.Series.Add(line);
    }

    /// <summary>Writes the chart.</summary>
    /// <param name="path">The file, without its extension.</param>
    public string Save(string path)
    {
        var time = new DateTimeAxis { Position = AxisPosition.Bottom, StringFormat = "yyyy", IntervalType = DateTimeIntervalType.Years };
        _model.Axes.Add(time);
        _model.Axes.Add(Chart.Axis(AxisPosition.Left, unit));
        return Chart.Save(_model, path, 1000, 500);
    }

    private static IEnumerable<DataPoint> Points(IReadOnlyList<DateTime> times, IReadOnlyList<float> values) =>
        times.Zip(values, (time, value) => new DataPoint(DateTimeAxis.ToDouble(time), value));
}
