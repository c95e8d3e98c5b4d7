using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Reports;

/// <summary>The trials of a search of hyperparameters.</summary>
internal static class SearchCharts
{
    private const int MeasuredColour = 0, StoppedColour = 1, BestColour = 2;

    /// <summary>The metric of each trial, and the best so far.</summary>
    public static PlotModel Trials(SearchResult result, string title)
    {
        var model = Chart.New(title, result.LowerIsBetter ? LegendPosition.TopRight : LegendPosition.BottomRight);
        var across = Chart.Axis(AxisPosition.Bottom, "trial");
        (across.MinimumMajorStep, across.MinimumMinorStep) = (1, 1);
        model.Axes.Add(across);
        model.Axes.Add(Chart.Axis(AxisPosition.Left, "metric"));
        AddPoints(model, result, trial => trial.Id);
        var line = new StairStepSeries { Title = "best so far", Color = Chart.Colour(BestColour), StrokeThickness = 2 };
        double? best = null;
        foreach (var trial in result.Trials.Where(trial => trial.Metric is not null))
        {
            best = best is { } before && (result.LowerIsBetter ? before <= trial.Metric : before >= trial.Metric) ? best : trial.Metric;
            line.Points.Add(new DataPoint(trial.Id, best!.Value));
        }
        line.Points.Add(new DataPoint(result.Trials[^1].Id, best!.Value));
        model.Series.Add(line);
        return model;
    }

    /// <summary>The metric over the values of one dimension.</summary>
    public static PlotModel Values(SearchResult result, string name, string title)
    {
        var model = Chart.New(title, result.LowerIsBetter ? LegendPosition.TopRight : LegendPosition.BottomRight);
        var choices = (result.Space[name] as ChoiceDimension)?.Names.ToArray();
        model.Axes.Add(result.Space[name] switch
        {
            ChoiceDimension => new CategoryAxis
            {
                Position = AxisPosition.Bottom,
                Title = name,
                ItemsSource = choices,
                AxisTitleDistance = Chart.TitleDistance,
            },
            NumberDimension { IsLogarithmic: true } or WholeDimension { IsLogarithmic: true } =>
                Chart.LogarithmicAxis(AxisPosition.Bottom, name),
            _ => Chart.Axis(AxisPosition.Bottom, name),
        });
        model.Axes.Add(Chart.Axis(AxisPosition.Left, "metric"));
        AddPoints(model, result, Place);
        model.Series.Add(Points("best", BestColour, [result.Best], Place, size: 7));
        return model;

        double Place(SearchTrial trial) => choices is null
            ? Convert.ToDouble(trial.Values[name], CultureInfo.InvariantCulture)
            : Array.IndexOf(choices, trial.Choice(name));
    }

    private static void AddPoints(PlotModel model, SearchResult result, Func<SearchTrial, double> place)
    {
        foreach (var (outcome, words, colour) in new[]
            {
                (SearchOutcome.Measured, "trials", MeasuredColour), (SearchOutcome.StoppedEarly, "stopped early", StoppedColour),
            })
            if (result.Trials.Where(trial => trial.Outcome == outcome).ToArray() is { Length: > 0 } some)
                model.Series.Add(Points(words, colour, some, place, size: 3.5));
    }

    private static ScatterSeries Points(
        string title, int colour, IEnumerable<SearchTrial> trials, Func<SearchTrial, double> place, double size)
    {
        var points = new ScatterSeries
        {
            Title = title,
            MarkerType = MarkerType.Circle,
            MarkerSize = size,
            MarkerFill = OxyColor.FromAColor(170, Chart.Colour(colour)),
        };
        points.Points.AddRange(trials.Select(trial => new ScatterPoint(place(trial), trial.Metric!.Value)));
        return points;
    }
}
