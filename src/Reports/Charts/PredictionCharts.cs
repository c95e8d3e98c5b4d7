using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Reports;

/// <summary>How predictions stand to what was right.</summary>
internal static class PredictionCharts
{
    private const double DarkShare = 0.6; // from which words on it are white

    /// <summary>Which classes were taken for which: a counted square per pair, darker for a larger share of the right class.</summary>
    /// <param name="counts">[right, predicted].</param>
    /// <param name="names">Of the classes.</param>
    /// <param name="title">What is shown.</param>
    public static PlotModel Confusion(long[,] counts, IReadOnlyList<string> names, string title = "which classes are taken for which")
    {
        var count = names.Count;
        var model = Chart.New(title, legend: null);
        model.Axes.Add(Classes(AxisPosition.Bottom, "predicted", names));
        var right = Classes(AxisPosition.Left, "right", names);
        (right.StartPosition, right.EndPosition) = (1, 0);
        model.Axes.Add(right);
        model.Axes.Add(new LinearColorAxis
        {
            Position = AxisPosition.None,
            Palette = OxyPalette.Interpolate(100, OxyColors.White, Chart.Colour(0)),
            Minimum = 0,
            Maximum = 1,
        });
        var shares = new double[count, count];
        for (var actual = 0; actual < count; actual++)
        {
            var rows = Math.Max(1, Enumerable.Range(0, count).Sum(predicted => counts[actual, predicted]));
            for (var predicted = 0; predicted < count; predicted++)
            {
                var found = counts[actual, predicted];
                var share = shares[predicted, actual] = (double)found / rows;
                model.Annotations.Add(new TextAnnotation
                {
                    Text = Html.Count(found),
                    TextPosition = new DataPoint(predicted, actual),
                    TextVerticalAlignment = VerticalAlignment.Middle,
                    StrokeThickness = 0,
                    TextColor = found == 0 ? OxyColors.Silver : share > DarkShare ? OxyColors.White : OxyColors.Black,
                });
            }
        }
        model.Series.Add(new HeatMapSeries
        {
            X0 = 0,
            X1 = count - 1,
            Y0 = 0,
            Y1 = count - 1,
            Data = shares,
            Interpolate = false,
            RenderMethod = HeatMapRenderMethod.Rectangles,
        });
        return model;
    }

    /// <summary>How often the model was right where it gave a probability: on the diagonal it is as sure as it may be.</summary>
    /// <param name="bins">Of rows with like probabilities.</param>
    public static PlotModel Reliability(IReadOnlyList<CalibrationBin> bins)
    {
        var model = Chart.New("how sure, and how often right", LegendPosition.TopLeft);
        foreach (var (position, title) in new[] { (AxisPosition.Bottom, "probability given"), (AxisPosition.Left, "share that was right") })
        {
            var axis = Chart.Axis(position, title);
            (axis.Minimum, axis.Maximum) = (0, 1);
            model.Axes.Add(axis);
        }
        model.Series.Add(Diagonal("as sure as right", 0, 1));
        var line = new LineSeries { Title = "the network", Color = Chart.Colour(0), MarkerType = MarkerType.Circle, MarkerSize = 4 };
        line.Points.AddRange(bins.Select(bin => new DataPoint(bin.Probability, bin.Share)));
        model.Series.Add(line);
        return model;
    }

    /// <summary>Predicted numbers over right ones.</summary>
    public static PlotModel Scatter(IReadOnlyList<float> right, IReadOnlyList<float> predicted, string title)
    {
        var model = Chart.New(title, LegendPosition.TopLeft);
        model.Axes.Add(Chart.Axis(AxisPosition.Bottom, "right"));
        model.Axes.Add(Chart.Axis(AxisPosition.Left, "predicted"));
        var points = new ScatterSeries
        {
            Title = "rows",
            MarkerType = MarkerType.Circle,
            MarkerSize = 2.5,
            MarkerFill = OxyColor.FromAColor(110, Chart.Colour(0)),
        };
        points.Points.AddRange(right.Zip(predicted, (x, y) => new ScatterPoint(x, y)));
        model.Series.Add(points);
        model.Series.Add(Diagonal("predicted = right", right.Min(), right.Max()));
        return model;
    }

    /// <summary>How many rows have which value.</summary>
    /// <param name="values">The values, all finite.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="unit">Of the values.</param>
    /// <param name="mark">A value to mark, with its words; null for none.</param>
    public static PlotModel Histogram(IReadOnlyList<double> values, string title, string unit, (double Value, string Words)? mark = null)
    {
        var model = Chart.New(title, legend: null);
        model.Axes.Add(Chart.Axis(AxisPosition.Bottom, unit));
        var rows = Chart.Axis(AxisPosition.Left, "rows");
        rows.Minimum = 0;
        model.Axes.Add(rows);
        var (lowest, highest) = (values.Min(), values.Max());
        var bins = lowest < highest ? Math.Clamp((int)Math.Sqrt(values.Count), 5, 40) : 1;
        var width = lowest < highest ? (highest - lowest) / bins : 1;
        var counts = new int[bins];
        foreach (var value in values)
            counts[Math.Min(bins - 1, (int)((value - lowest) / width))]++;
        var bars = new RectangleBarSeries { FillColor = Chart.Colour(0), StrokeThickness = 0.5, StrokeColor = OxyColors.White };
        for (var i = 0; i < bins; i++)
            bars.Items.Add(new RectangleBarItem(lowest + (i * width), 0, lowest + ((i + 1) * width), counts[i]));
        model.Series.Add(bars);
        if (mark is var (at, words))
            model.Annotations.Add(new LineAnnotation
            {
                Type = LineAnnotationType.Vertical,
                X = at,
                Text = words,
                Color = Chart.Colour(3),
                StrokeThickness = 2,
            });
        return model;
    }

    private static CategoryAxis Classes(AxisPosition position, string title, IReadOnlyList<string> names) => new()
    {
        Position = position,
        ItemsSource = names,
        Title = title,
        GapWidth = 0,
        TickStyle = TickStyle.None,
        AxisTitleDistance = Chart.TitleDistance,
        Angle = position == AxisPosition.Bottom && names.Max(name => name.Length) > 6 ? -40 : 0,
    };

    private static LineSeries Diagonal(string title, double from, double to)
    {
        var line = new LineSeries { Title = title, Color = OxyColors.Gray, LineStyle = LineStyle.Dash, StrokeThickness = 1.5 };
        line.Points.AddRange([new DataPoint(from, from), new DataPoint(to, to)]);
        return line;
    }
}
