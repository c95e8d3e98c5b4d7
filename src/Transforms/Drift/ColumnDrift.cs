using System.Globalization;

namespace DeepML;

/// <summary>What has become of a column, or of a slot of a vector, since the training.</summary>
/// <param name="Name">Name of the column, "COLUMN[3]" or the name of the slot.</param>
/// <param name="Verdict">The worse of what both measures say.</param>
/// <param name="StabilityIndex">Population stability index, Σ (now − then) ln(now / then) over bins; half a row is added to each.</param>
/// <param name="JensenShannon">Jensen–Shannon divergence in bits, in [0, 1].</param>
/// <param name="Chance">Probability, about, that rows that have not changed differ as much: of χ² = index / (1/n + 1/m).</param>
/// <param name="MissingThen">Share of missing values in training.</param>
/// <param name="MissingNow">Share of missing values now.</param>
/// <param name="MeanThen">Mean in training; NaN for texts and keys.</param>
/// <param name="MeanNow">Mean now; NaN for texts and keys.</param>
public sealed record ColumnDrift(
    string Name, DriftVerdict Verdict, double StabilityIndex, double JensenShannon, double Chance, double MissingThen, double MissingNow,
    double MeanThen, double MeanNow)
{
    /// <summary>A line for people.</summary>
    public override string ToString()
    {
        var mean = double.IsNaN(MeanThen) && double.IsNaN(MeanNow) ? ""
            : string.Create(CultureInfo.InvariantCulture, $", mean {MeanThen:G4} → {MeanNow:G4}");
        var missing = MissingThen + MissingNow == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $", missing {100 * MissingThen:F1} % → {100 * MissingNow:F1} %");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}: {Verdict} (stability index {StabilityIndex:F3}, divergence {JensenShannon:F4} bits, by chance {Chance:G2})")
            + mean + missing;
    }
}
