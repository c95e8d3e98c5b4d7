using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Reports;

/// <summary>A series, and what was forecast of it with its bounds.</summary>
/// <param name="values">The observations; NaN where there is none.</param>
/// <param name="times">When each was; null to number them.</param>
internal sealed class ForecastFan(IReadOnlyList<float> values, IReadOnlyList<DateTime>? times)
{
    private readonly PlotModel _model = Chart.New("what was forecast, and what came", LegendPosition.TopLeft);

    /// <summary>Adds a forecast.</summary>
    /// <param name="name">For the legend.</param>
    /// <param name="place">Of its colour.</param>
    /// <param name="start">The observation that it was made after.</param>
    /// <param name="forecast">Of the steps behind it.</param>
    /// <param name="bounds">Of each step; null for none.</param>
    public void Add(string name, int place, int start, IReadOnlyList<float> forecast, (float[] Lower, float[] Upper)? bounds)
    {
        if (bounds is var (lower, upper))
        {
            var band = new AreaSeries
            {
                Title = $"{name}: bounds",
                Fill = OxyColor.FromAColor(70, Chart.Colour(place)),
                Color = OxyColors.Transparent,
                Color2 = OxyColors.Transparent,
            };
            band.Points.AddRange(Points(start + 1, lower));
            band.Points2.AddRange(Points(start + 1, upper));
            _model.Series.Add(band);
        }
        var line = new LineSeries { Title = name, Color = Chart.Colour(place), StrokeThickness = 2 };
        line.Points.AddRange(Points(start + 1, forecast));
        _model.Series.Add(line);
        _model.Annotations.Add(
            new LineAnnotation { Type = LineAnnotationType.Vertical, X = At(start), Color = OxyColors.Silver, LineStyle = LineStyle.Dot });
    }

    /// <summary>The chart, from an observation on.</summary>
    /// <param name="from">The first observation shown.</param>
    /// <param name="unit">Of the values.</param>
    public PlotModel Finish(int from, string unit)
    {
        var measured = new LineSeries { Title = "measured", Color = OxyColor.FromRgb(60, 60, 60), StrokeThickness = 1.5 };
        measured.Points.AddRange(Points(from, [.. values.Skip(from)]));
        _model.Series.Add(measured);
        _model.Axes.Add(times is null
            ? Chart.Axis(AxisPosition.Bottom, "observation")
            : new DateTimeAxis
            {
                Position = AxisPosition.Bottom,
                MajorGridlineStyle = LineStyle.Solid,
                MajorGridlineColor = OxyColors.LightGray,
            });
        _model.Axes.Add(Chart.Axis(AxisPosition.Left, unit));
        return _model;
    }

    private IEnumerable<DataPoint> Points(int start, IReadOnlyList<float> numbers) =>
        numbers.Select((number, i) => new DataPoint(At(start + i), number));

    // Steps behind the last time are as long as the last step before it.
    private double At(int index)
    {
        if (times is null)
            return index;
        var last = times.Count - 1;
        return index <= last
            ? DateTimeAxis.ToDouble(times[index])
            : DateTimeAxis.ToDouble(times[last]) + ((index - last) * (times[last] - times[Math.Max(0, last - 1)]).TotalDays);
    }
}
