using System.Globalization;
using Microsoft.ML;

namespace DeepML.MpiChild;

/// <summary>Scores files with a saved model.</summary>
internal static class Scoring
{
    /// <summary>Does it.</summary>
    /// <param name="together">The processes.</param>
    /// <param name="folder">Holds model.zip and the files *.csv; receives scores.txt.</param>
    /// <param name="given">Settings by name: rows of a part, and milliseconds to wait for every hundredth row.</param>
    public static MpiScoringReport Run(MpiDistribution together, string folder, IReadOnlyDictionary<string, string> given)
    {
        var ml = new MLContext(seed: 1);
        var chain = ml.Model.Load(Path.Combine(folder, "model.zip"), out var schema);
        var wait = given.TryGetValue("slow", out var slow) ? int.Parse(slow, CultureInfo.InvariantCulture) : 0;
        var rows = 0;
        return MpiScoring.Run(
            together, ml, chain, [.. Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal)],
            file => ml.Data.FilterByCustomPredicate<Id>(
                ml.Data.LoadFromTextFile<Line>(file, separatorChar: ','), _ =>
                {
                    if (wait > 0 && ++rows % 100 == 0)
                        Thread.Sleep(wait);
                    return false;
                }),
            Path.Combine(folder, "scores.txt"),
            new MpiScoringOptions { RowsPerPart = int.Parse(given["partrows"], CultureInfo.InvariantCulture), Columns = ["Id", "Code"] });
    }

    internal sealed class Id
    {
        public float Number { get; set; }
    }
}
