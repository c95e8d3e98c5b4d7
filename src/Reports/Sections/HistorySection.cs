using System.Xml.Linq;

namespace DeepML.Reports;

/// <summary>How a training went.</summary>
internal static class HistorySection
{
    /// <summary>The numbers at the head of a network's part.</summary>
    /// <param name="history">Of its training.</param>
    /// <param name="weights">Trained weights.</param>
    public static XElement Tiles(TrainingHistory history, long weights)
    {
        var tiles = new List<XElement> { Html.Tile(Html.Count(weights), "trained weights") };
        if (history.Epochs.Count > 0)
        {
            tiles.Add(Html.Tile(
                Html.Count(history.Epochs.Count), history.KeptEpoch > 0 ? $"epochs; kept is {history.KeptEpoch}" : "epochs"));
            var kept = history.Epochs.FirstOrDefault(epoch => epoch.Epoch == history.KeptEpoch) ?? history.Epochs[^1];
            tiles.Add(kept.ValidationLoss is { } loss
                ? Html.Tile(Html.Number(loss), "loss of the rows held out")
                : Html.Tile(Html.Number(kept.TrainingLoss), "loss of the training rows"));
        }
        if (history.Baseline is { } baseline)
            tiles.Add(Html.Tile(
                Html.Number(baseline.NetworkValue),
                $"{baseline.Measure}{Whose(history)}; {baseline.Name}: {Html.Number(baseline.Value)}",
                baseline.IsBeaten ? "good" : baseline.NetworkValue > baseline.Value ? "bad" : ""));
        return Html.Styled("div", "tiles", [.. tiles]);
    }

    /// <summary>Curves, why it ended, the simple methods, and what was chosen.</summary>
    public static IEnumerable<object> Write(TrainingHistory history)
    {
        yield return Html.Text(Ending(history));
        if (history.Epochs.Count > 0)
            yield return Html.Beside(
                [Chart.Draw(LearningCurves.Losses(history)), .. LearningCurves.Metrics(history).Select(chart => Chart.Draw(chart))]);
        if (history.VanishingGradients() is { Count: > 0 } vanishing)
            yield return Html.Text($"Next to no gradient reaches {string.Join(", ", vanishing)}: they hardly learn.");
        foreach (var part in Comparisons(history))
            yield return part;
        if (history.Chosen.Count > 0)
        {
            yield return Html.Tag("h3", "Chosen by the training itself");
            yield return Html.Table(
                ["option", "value", "because"], history.Chosen.Select(choice => (string[])[choice.Option, choice.Value, choice.Reason]));
        }
        if (history.Epochs.Count > 0)
            yield return Html.Folded("Pace", Html.Note(Conditions(history)), Chart.Draw(LearningCurves.Pace(history)));
    }

    // What a guarded forecaster answers is no worse than the simple method: the number tells of its network.
    private static string Whose(TrainingHistory history) =>
        history.Chosen.Any(choice => choice.Option == "Safeguard") ? ", of the network alone" : "";

    private static string Ending(TrainingHistory history) => history.StopMessage is { } message
        ? $"Training ended early: {message}."
        : history.Epochs.Count > 0 ? $"Every planned epoch was done ({history.Epochs.Count})." : "Nothing was trained epoch by epoch.";

    private static string Conditions(TrainingHistory history) =>
        $"{Html.Number(history.Epochs.Select(epoch => epoch.RowsPerSecond).Order().ElementAt(history.Epochs.Count / 2), "N0")} rows a "
        + $"second in the middle epoch, {Threads(history.Threads)}, numbers of {history.Precision}"
        + (history.FlushedDenormals ? ", denormal numbers taken for 0" : "")
        + (history.Replays > 0 ? $", {history.Replays} times back to a copy in memory" : "") + ".";

    private static string Threads(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";

    private static IEnumerable<object> Comparisons(TrainingHistory history)
    {
        if (history.Comparisons.Count == 0 && history.Advice is null)
            yield break;
        yield return Html.Tag("h3", "Beside simple methods");
        if (history.Comparisons.Count > 0)
            yield return Html.Table(
                ["method", "measure", "network", "method", "held-out rows", "verdict"],
                history.Comparisons.Select(comparison => (string[])
                [
                    comparison.Method, comparison.Measure, WithError(comparison.NetworkValue, comparison.NetworkError),
                    WithError(comparison.Value, comparison.ValueError), Html.Count(comparison.Rows), Words(comparison.Verdict),
                ]));
        if (history.Advice is { } advice)
            yield return Html.Text(advice);
    }

    private static string WithError(double value, double error) => $"{Html.Number(value, "0.00#")} ± {Html.Number(error, "0.00#")}";

    private static string Words(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Better => "the network is better",
        ComparisonVerdict.Worse => "the network is worse",
        _ => "no difference beyond chance",
    };
}
