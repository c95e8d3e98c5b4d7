using System.Globalization;
using System.Text;

namespace DeepML;

/// <summary>The trials of a <c>HyperparameterSearch</c>; as text a table, the best first.</summary>
public sealed record SearchResult
{
    private const int Gap = 2; // between columns

    internal SearchResult(IReadOnlyDictionary<string, SearchDimension> space, IReadOnlyList<SearchTrial> trials, bool lowerIsBetter)
    {
        (Space, LowerIsBetter) = (space, lowerIsBetter);
        Trials = [.. trials.OrderBy(trial => trial.Id)];
        Ranked = [.. Rank(Trials, lowerIsBetter)];
        Best = Ranked.FirstOrDefault() ?? throw new InvalidOperationException(
            $"None of {Trials.Count} trials could be measured{(Trials.Count > 0 ? $": {Trials[0]}" : "")}");
    }

    /// <summary>What was varied.</summary>
    public IReadOnlyDictionary<string, SearchDimension> Space { get; }

    /// <summary>Whether the lowest metric is the best.</summary>
    public bool LowerIsBetter { get; }

    /// <summary>All trials in their order, also those that failed.</summary>
    public IReadOnlyList<SearchTrial> Trials { get; }

    /// <summary>Those that were measured, the best first; of equal ones the earlier.</summary>
    public IReadOnlyList<SearchTrial> Ranked { get; }

    /// <summary>
    /// The trial with the best metric. As the best of many, the metric is likelier too good than too bad; what the model is worth is
    /// measured on rows that the search has not seen.
    /// </summary>
    public SearchTrial Best { get; }

    /// <summary>Trials that were measured, the best first.</summary>
    internal static IEnumerable<SearchTrial> Rank(IEnumerable<SearchTrial> trials, bool lowerIsBetter) =>
        trials.Where(trial => trial.Metric is not null).OrderBy(trial => lowerIsBetter ? trial.Metric : -trial.Metric)
            .ThenBy(trial => trial.Id);

    /// <inheritdoc/>
    public override string ToString()
    {
        string[] names = [.. Space.Keys.Order(StringComparer.Ordinal)];
        string[][] lines =
        [
            ["trial", "metric", "epochs", "seconds", .. names, ""],
            .. Ranked.Concat(Trials.Where(trial => trial.Metric is null)).Select(trial => Line(trial, names)),
        ];
        var widths = Enumerable.Range(0, lines[0].Length - 1).Select(column => lines.Max(line => line[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var row = string.Concat(widths.Select((width, column) => line[column].PadLeft(width + (column > 0 ? Gap : 0))));
            text.AppendLine($"{row}  {line[^1]}".TrimEnd());
        }
        return text.ToString();
    }

    private static string[] Line(SearchTrial trial, string[] names) =>
    [
        trial.Id.ToString(CultureInfo.InvariantCulture), trial.Metric?.ToString("G5", CultureInfo.InvariantCulture) ?? "-",
        trial.Epochs.ToString(CultureInfo.InvariantCulture), trial.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture),
        .. names.Select(name => SearchTrial.Word(trial.Values[name])), trial.Message ?? "",
    ];
}
