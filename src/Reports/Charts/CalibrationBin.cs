namespace DeepML.Reports;

/// <summary>Rows that were given about the same probability.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Probability">The mean of what they were given.</param>
/// <param name="Share">Of them for which it was right.</param>
internal sealed record CalibrationBin(int Rows, double Probability, double Share)
{
    private const int Bins = 10;

    /// <summary>Ten bins of equal width in [0, 1]; those without rows are left out.</summary>
    public static IReadOnlyList<CalibrationBin> Of(IEnumerable<(double Probability, bool IsRight)> rows) =>
    [
        .. rows.GroupBy(row => Math.Clamp((int)(row.Probability * Bins), 0, Bins - 1)).OrderBy(bin => bin.Key).Select(bin =>
            new CalibrationBin(bin.Count(), bin.Average(row => row.Probability), bin.Average(row => row.IsRight ? 1.0 : 0))),
    ];

    /// <summary>The expected calibration error (Guo et al., ICML 2017): the mean distance of probability and share over rows.</summary>
    public static double ExpectedError(IReadOnlyList<CalibrationBin> bins) =>
        bins.Sum(bin => bin.Rows * Math.Abs(bin.Probability - bin.Share)) / bins.Sum(bin => bin.Rows);
}
