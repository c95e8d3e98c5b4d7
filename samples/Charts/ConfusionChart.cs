using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Samples;

/// <summary>Draws which classes were taken for which: a named and counted square per pair, darker for a larger share of the right
/// class.</summary>
internal static class ConfusionChart
{
    /// <summary>Writes the chart.</summary>
    /// <param name="path">The file, without its extension.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="report">The counts.</param>
    /// <param name="names">The classes, in their order.</param>
    public static string Save(string path, string title, PredictionReport report, IReadOnlyList<string> names)
    {
        var count = report.ClassCount;
        var model = Chart.New(title, LegendPosition.RightTop);
        model.Axes.Add(
            new CategoryAxis
            {
                Position = AxisPosition.Bottom,
                ItemsSource = names,
                Title = "predicted",
                GapWidth = 0,
                TickStyle = TickStyle.None
            });
        model.Axes.Add(
            new CategoryAxis
            {
                Position = AxisPosition.Left,
                ItemsSource = names,
                Title = "right",
                GapWidth = 0,
                TickStyle = TickStyle.None,
                StartPosition = 1,
                EndPosition = 0
            });
        model.Axes.Add(new LinearColorAxis
        {
            Position = AxisPosition.Right,
            Palette = OxyPalette.Interpolate(100, OxyColors.White, Chart.Colour(0)),
            Minimum = 0,
            Maximum = 1,
            Title = "share of the right class",
            Key = "share"
        });
        var shares = new double[count, count];
        for (var actual = 0; actual < count; actual++)
        {
            var rows = Math.Max(1, Enumerable.Range(0, count).Sum(predicted => report.Count(actual, predicted)));
            for (var predicted = 0; predicted < count; predicted++)
            {
                var found = report.Count(actual, predicted);
                shares[predicted, actual] = (double)found / rows;
                model.Annotations.Add(new TextAnnotation
                {
                    Text = $"{found}",
                    TextPosition = new DataPoint(predicted, actual),
                    TextVerticalAlignment = VerticalAlignment.Middle,
                    StrokeThickness = 0,
                    TextColor = found == 0 ? OxyColors.Silver : shares[predicted, actual] > 0.6 ? OxyColors.White : OxyColors.Black,
                });
            }
        }
        model.Series.Add(
            new HeatMapSeries
            {
                X0 = 0,
                X1 = count - 1,
                Y0 = 0,
                Y1 = count - 1,
                Data = shares,
                Interpolate = false,
                RenderMethod = HeatMapRenderMethod.Rectangles
            });
        var side = 220 + (70 * count);
        return Chart.Save(model, path, side + 120, side);
    }
}
