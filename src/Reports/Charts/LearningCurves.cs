using DeepML.Networks;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Reports;

/// <summary>The course of a training, epoch by epoch.</summary>
internal static class LearningCurves
{
    private const double Magnitudes = 20; // losses that fall further than this are drawn by their logarithm
    private const string Validation = "validation ";

    /// <summary>The loss of the training rows and of the rows held out, with the epoch that was kept.</summary>
    public static PlotModel Losses(TrainingHistory history, string title = "loss by epoch")
    {
        var lines = new List<(string, Func<EpochRecord, double?>)> { ("training rows", epoch => epoch.TrainingLoss) };
        if (history.Epochs.Any(epoch => epoch.ValidationLoss is not null))
            lines.Add(("rows held out", epoch => epoch.ValidationLoss));
        return Lines(history, title, "loss", lines);
    }

    /// <summary>A chart for each further metric that was measured, that of the rows held out beside that of the training rows.</summary>
    public static IEnumerable<PlotModel> Metrics(TrainingHistory history)
    {
        string[] names = [.. history.Epochs.SelectMany(epoch => epoch.Metrics.Keys).Distinct()];
        string[] gradients = [.. names.Where(IsGradient)];
        foreach (var name in names.Where(name => !IsGradient(name))
            .Select(name => name.StartsWith(Validation, StringComparison.Ordinal) ? name[Validation.Length..] : name).Distinct())
            yield return Lines(history, $"{name} by epoch", name,
            [
                .. new[] { (Words: "training rows", Key: name), (Words: "rows held out", Key: Validation + name) }
                    .Where(line => names.Contains(line.Key)).Select(line => (line.Words, Of(line.Key))),
            ]);
        if (gradients.Length > 0)
            yield return Lines(history, "gradient norm by epoch", "norm",
                [.. gradients.Select(name => (name[MetricNames.GradientPrefix.Length..], Of(name)))]);
    }

    /// <summary>How many rows a second each epoch got through.</summary>
    public static PlotModel Pace(TrainingHistory history) =>
        Lines(history, "rows a second", "rows a second", [("training", epoch => epoch.RowsPerSecond)], hasKept: false);

    /// <summary>The loss of each batch and its running mean over the rate, with the rate suggested.</summary>
    public static PlotModel Rates(LearningRateCurve curve, string title)
    {
        var model = Chart.New(title, LegendPosition.TopLeft);
        model.Axes.Add(Chart.LogarithmicAxis(AxisPosition.Bottom, "learning rate"));
        model.Axes.Add(Chart.Axis(AxisPosition.Left, "loss"));
        foreach (var (name, losses, place, thickness) in new[]
            { ("a batch", curve.Losses, 1, 1.0), ("running mean", curve.Smoothed, 0, 2.5) })
        {
            var line = new LineSeries { Title = name, Color = Chart.Colour(place), StrokeThickness = thickness };
            line.Points.AddRange(curve.Rates.Zip(losses, (rate, loss) => new DataPoint(rate, loss)));
            model.Series.Add(line);
        }
        model.Annotations.Add(new LineAnnotation
        {
            Type = LineAnnotationType.Vertical,
            X = curve.Suggestion,
            Text = FormattableString.Invariant($"suggested: {curve.Suggestion:G2}"),
            Color = OxyColors.Gray,
        });
        return model;
    }

    private static bool IsGradient(string name) => name.StartsWith(MetricNames.GradientPrefix, StringComparison.Ordinal);

    private static Func<EpochRecord, double?> Of(string metric) =>
        epoch => epoch.Metrics.TryGetValue(metric, out var value) ? value : null;

    private static PlotModel Lines(
        TrainingHistory history, string title, string unit, IReadOnlyList<(string Name, Func<EpochRecord, double?> Value)> lines,
        bool hasKept = true)
    {
        var epochs = history.Epochs;
        var model = Chart.New(title, lines.Count > 1 ? LegendPosition.TopRight : null);
        double[] values = [.. lines.SelectMany(line => epochs.Select(line.Value)).OfType<double>().Where(double.IsFinite)];
        var across = Chart.Axis(AxisPosition.Bottom, "epoch");
        (across.MinimumMajorStep, across.MinimumMinorStep) = (1, 1); // there is no epoch and a half
        model.Axes.Add(across);
        model.Axes.Add(values.Length > 0 && values.Min() > 0 && values.Max() / values.Min() > Magnitudes
            ? Chart.LogarithmicAxis(AxisPosition.Left, unit)
            : Chart.Axis(AxisPosition.Left, unit));
        for (var i = 0; i < lines.Count; i++)
        {
            var line = new LineSeries
            {
                Title = lines[i].Name,
                Color = Chart.Colour(i),
                StrokeThickness = 2,
                MarkerType = epochs.Count <= 40 ? MarkerType.Circle : MarkerType.None,
                MarkerSize = 2.5,
            };
            line.Points.AddRange(epochs.Select(epoch => new DataPoint(epoch.Epoch, lines[i].Value(epoch) ?? double.NaN)));
            model.Series.Add(line);
        }
        if (hasKept && history.KeptEpoch > 0 && history.KeptEpoch < epochs.Count)
            model.Annotations.Add(new LineAnnotation
            {
                Type = LineAnnotationType.Vertical,
                X = history.KeptEpoch,
                Text = $"kept: epoch {history.KeptEpoch}",
                Color = OxyColors.Gray,
            });
        return model;
    }
}
