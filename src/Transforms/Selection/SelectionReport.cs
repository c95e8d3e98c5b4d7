using System.Globalization;
using System.Text;

namespace DeepML;

/// <summary>Which features were kept, and why.</summary>
/// <param name="Method">How their worth was found, in words.</param>
/// <param name="Metric">What the errors of rounds are: "log loss", "share of errors", "squared error"; empty without rounds.</param>
/// <param name="Features">Every number of the column, in its order.</param>
/// <param name="Rounds">The rounds of an elimination, from all features to those that were kept; empty for others.</param>
public sealed record SelectionReport(
    string Method, string Metric, IReadOnlyList<SelectedFeature> Features, IReadOnlyList<SelectionRound> Rounds)
{
    /// <summary>The features that were kept, the most valuable first.</summary>
    public IEnumerable<SelectedFeature> Kept => Features.Where(feature => feature.IsKept).OrderByDescending(feature => feature.Value);

    /// <summary>A table for people: what was kept and why, the most valuable first, and the rounds.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{Method}");
        foreach (var feature in Kept.Concat(Features.Where(feature => !feature.IsKept).OrderByDescending(feature => feature.Value)))
            text.AppendLine(CultureInfo.InvariantCulture, $"{(feature.IsKept ? "+" : "-")} {feature.Name}: {feature.Reason}");
        foreach (var round in Rounds)
            text.AppendLine(CultureInfo.InvariantCulture, $"{round.Count} features: {Metric} {round.Error:G4} on held-out rows");
        return text.ToString();
    }
}
