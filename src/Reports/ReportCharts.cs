using DeepML.Reports;
using OxyPlot;

namespace DeepML;

/// <summary>The curves of reports by themselves, as OxyPlot's models, which its exporters write as SVG, PNG or PDF.</summary>
public static class ReportCharts
{
    /// <summary>The loss by epoch: of the training rows, of those held out if there were any, and the epoch that was kept.</summary>
    /// <param name="history">What happened in training.</param>
    /// <param name="title">Of the chart.</param>
    public static PlotModel LearningCurve(TrainingHistory history, string title = "loss by epoch")
    {
        ArgumentNullException.ThrowIfNull(history);
        return LearningCurves.Losses(history, title);
    }

    /// <summary>The loss over rates that rise, and the rate suggested.</summary>
    /// <param name="curve">What a <see cref="LearningRateCurve"/> holds.</param>
    /// <param name="title">Of the chart.</param>
    public static PlotModel LearningRates(LearningRateCurve curve, string title = "loss by learning rate")
    {
        ArgumentNullException.ThrowIfNull(curve);
        return LearningCurves.Rates(curve, title);
    }

    /// <summary>The metric of each trial of a search, and the best so far; trials that failed are left out.</summary>
    /// <param name="result">What a <c>HyperparameterSearch</c> found.</param>
    /// <param name="title">Of the chart.</param>
    public static PlotModel SearchTrials(SearchResult result, string title = "metric by trial")
    {
        ArgumentNullException.ThrowIfNull(result);
        return SearchCharts.Trials(result, title);
    }

    /// <summary>The metric of the trials of a search over the values of one dimension, with the best trial.</summary>
    /// <param name="result">What a <c>HyperparameterSearch</c> found.</param>
    /// <param name="name">The dimension.</param>
    /// <param name="title">Of the chart; null names the dimension.</param>
    /// <exception cref="ArgumentException">The space has no dimension of this name.</exception>
    public static PlotModel SearchDimension(SearchResult result, string name, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(name);
        if (!result.Space.ContainsKey(name))
            throw new ArgumentException(
                $"The space has no dimension '{name}'; it has {string.Join(", ", result.Space.Keys.Order(StringComparer.Ordinal))}.",
                nameof(name));
        return SearchCharts.Values(result, name, title ?? $"metric by {name}");
    }

    /// <summary>Which classes are taken for which: a counted square per pair, darker for a larger share of the right class.</summary>
    /// <param name="report">The counts.</param>
    /// <param name="names">The classes, in their order.</param>
    /// <param name="title">Of the chart.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than classes.</exception>
    public static PlotModel Confusion(
        PredictionReport report, IReadOnlyList<string> names, string title = "which classes are taken for which")
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count != report.ClassCount)
            throw new ArgumentException($"There are {report.ClassCount} classes and {names.Count} names.", nameof(names));
        var counts = new long[names.Count, names.Count];
        for (var actual = 0; actual < names.Count; actual++)
            for (var predicted = 0; predicted < names.Count; predicted++)
                counts[actual, predicted] = report.Count(actual, predicted);
        return PredictionCharts.Confusion(counts, names, title);
    }

    /// <summary>
    /// The mean answer over the values of a feature, a line for each class, ten at most; of one answer with the lines of forty rows
    /// behind it.
    /// </summary>
    /// <param name="dependence">The answers.</param>
    /// <param name="title">Of the chart; null names the feature.</param>
    public static PlotModel PartialDependence(PartialDependence dependence, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(dependence);
        return DependenceCharts.Draw(dependence, title ?? $"answers over {dependence.Feature}");
    }

    /// <summary>
    /// By which weights of attention a network looks at what it reads (<see cref="SequenceOutputs.AttentionWeights"/>): a square for each
    /// pair of steps, darker for a larger weight; of a summary a bar for each step.
    /// </summary>
    /// <param name="weights">
    /// Of one row, as its column has them: as many numbers for each step that looks, of which the first are those of the steps that are
    /// read.
    /// </param>
    /// <param name="read">Names of the steps that are read, in their order; at least one.</param>
    /// <param name="looking">Names of the steps that look, or of the keys that are written; null for a summary.</param>
    /// <param name="title">Of the chart.</param>
    /// <exception cref="ArgumentException">There are no steps, or other numbers of weights than they need.</exception>
    public static PlotModel Attention(
        IReadOnlyList<float> weights, IReadOnlyList<string> read, IReadOnlyList<string>? looking = null, string title = "attention")
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(read);
        var rows = looking?.Count ?? 1;
        if (read.Count == 0 || rows == 0)
            throw new ArgumentException("There is no step to show.", rows == 0 ? nameof(looking) : nameof(read));
        var width = weights.Count / rows;
        if (width * rows != weights.Count || width < read.Count)
            throw new ArgumentException(
                $"There are {weights.Count} weights for {rows} × {read.Count} steps; each of the {rows} must have the same number, and at "
                    + $"least {read.Count}.", nameof(weights));
        if (looking is null)
            return AttentionCharts.Bars(weights, read, title);
        var table = new double[read.Count, rows];
        for (var x = 0; x < read.Count; x++)
            for (var y = 0; y < rows; y++)
                table[x, y] = weights[(y * width) + x];
        return AttentionCharts.Matrix(table, read, looking, title);
    }

    /// <summary>A chart as SVG that grows and shrinks with what it is put into.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="width">Of its coordinates; at least 100.</param>
    /// <param name="height">Of its coordinates; at least 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is too small.</exception>
    public static string ToSvg(PlotModel chart, int width = Chart.Width, int height = Chart.Height)
    {
        ArgumentNullException.ThrowIfNull(chart);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 100);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 100);
        return ReportPage.Written(Chart.Draw(chart, width, height));
    }
}
