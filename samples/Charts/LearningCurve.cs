using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Samples;

/// <summary>Draws the losses of a training, epoch by epoch.</summary>
internal static class LearningCurve
{
    private const double Magnitudes = 20; // losses that fall further than this are drawn by their logarithm

    /// <summary>Writes the curve: the loss of the training rows, that of the rows held out if there were any, and the epoch that was
    /// kept.</summary>
    /// <param name="path">The file, without its extension.</param>
    /// <param name="title">What was trained.</param>
    /// <param name="history">What happened.</param>
    public static string Save(string path, string title, TrainingHistory history)
    {
        var model = Chart.New($"{title}: loss by epoch", LegendPosition.TopRight);
        var epochs = history.Epochs;
        var losses = epochs.Select(epoch => epoch.TrainingLoss).Concat(epochs.Select(epoch => epoch.ValidationLoss ?? epoch.TrainingLoss))
            .ToArray();
        model.Axes.Add(Chart.Axis(AxisPosition.Bottom, "epoch"));
        model.Axes.Add(losses.Min() > 0 && losses.Max() / losses.Min() > Magnitudes
            ? new LogarithmicAxis
            {
                Position = AxisPosition.Left,
                Title = "loss",
                MajorGridlineStyle = LineStyle.Solid,
                MajorGridlineColor = OxyColors.LightGray
            }
            : Chart.Axis(AxisPosition.Left, "loss"));
        Add("training rows", Chart.Colour(0), epoch => epoch.TrainingLoss);
        if (epochs.Any(epoch => epoch.ValidationLoss is not null))
            Add("rows held out", Chart.Colour(1), epoch => epoch.ValidationLoss ?? double.NaN);
        if (history.KeptEpoch > 0 && history.KeptEpoch < epochs.Count)
            model.Annotations.Add(
                new LineAnnotation
                {
                    Type = LineAnnotationType.Vertical,
                    X = history.KeptEpoch,
                    Text = $"kept: epoch {history.KeptEpoch}",
                    Color = OxyColors.Gray
                });
        return Chart.Save(model, path);

        void Add(string name, OxyColor colour, Func<EpochRecord, double> loss)
        {
            var line = new LineSeries
            {
                Title = name,
                Color = colour,
                StrokeThickness = 2,
                MarkerType = epochs.Count <= 40 ? MarkerType.Circle : MarkerType.None,
                MarkerSize = 3
            };
            line.Points.AddRange(epochs.Select(epoch => new DataPoint(epoch.Epoch, loss(epoch))));
            model.Series.Add(line);
        }
    }
}
