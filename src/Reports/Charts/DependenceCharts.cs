using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeepML.Reports;

/// <summary>How answers depend on a feature.</summary>
internal static class DependenceCharts
{
    private const int MostLines = 40; // of single rows
    private const int MostAnswers = 10;

    /// <summary>The mean answer over the values of a feature: of one answer with the lines of some rows behind it.</summary>
    public static PlotModel Draw(PartialDependence dependence, string title)
    {
        var answers = Math.Min(MostAnswers, dependence.Answers.Count);
        var model = Chart.New(title, answers > 1 ? OxyPlot.Legends.LegendPosition.TopRight : null);
        model.Axes.Add(Values(dependence));
        model.Axes.Add(Chart.Axis(AxisPosition.Left, answers > 1 ? "mean probability" : $"mean of {dependence.Answers[0]}"));
        if (answers == 1)
            for (var line = 0; line < Math.Min(MostLines, dependence.RowCount); line++)
                model.Series.Add(Line(dependence, dependence.OfRow(line * dependence.RowCount / Math.Min(MostLines, dependence.RowCount)),
                    OxyColor.FromAColor(70, OxyColors.Gray), 1));
        for (var answer = 0; answer < answers; answer++)
        {
            var mean = Line(dependence, dependence.Averages(answer), Chart.Colour(answer), 2.5);
            mean.Title = dependence.Answers[answer];
            (mean.MarkerType, mean.MarkerSize) = (dependence.Categories is null ? MarkerType.None : MarkerType.Circle, 4);
            model.Series.Add(mean);
        }
        return model;
    }

    private static LineSeries Line(PartialDependence dependence, IReadOnlyList<double> numbers, OxyColor colour, double thickness)
    {
        var line = new LineSeries { Color = colour, StrokeThickness = thickness };
        line.Points.AddRange(dependence.Values.Zip(numbers, (value, number) => new DataPoint(value, number)));
        return line;
    }

    private static Axis Values(PartialDependence dependence)
    {
        if (dependence.Categories is not { } categories)
            return Chart.Axis(AxisPosition.Bottom, dependence.Feature);
        var axis = new CategoryAxis { Position = AxisPosition.Bottom, Title = dependence.Feature, AxisTitleDistance = Chart.TitleDistance };
        axis.Labels.AddRange(categories);
        return axis;
    }
}
