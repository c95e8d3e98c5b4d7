namespace DeepML.Transforms;

/// <summary>The columns that a detector by forecast adds, and how it judges.</summary>
/// <param name="Alert">Name of the column that says whether a value is an anomaly.</param>
/// <param name="Score">Name of the distance from the forecast in deviations.</param>
/// <param name="PValue">Name of the chance of a distance as large.</param>
/// <param name="Forecast">Name of the column with what was forecast; null for none.</param>
/// <param name="MinimumRun">Values in a row that have to lie outside before there is an alert.</param>
/// <param name="ReplaceFlagged">Whether the forecast goes on from itself where a value lay outside.</param>
/// <param name="MaximumReplaced">Values outside that are replaced at most.</param>
/// <param name="MovesLevel">
/// Whether values inside count against those, and the past is moved to a level that has changed; detectors of before go on without.
/// </param>
internal sealed record ForecastDetectorColumns(
    string Alert, string Score, string PValue, string? Forecast, int MinimumRun, bool ReplaceFlagged, int MaximumReplaced,
    bool MovesLevel = false)
{
    /// <summary>The columns, in their order.</summary>
    public IReadOnlyList<OutputColumn> Outputs() =>
    [
        new BooleanOutput(Alert), new ScalarOutput(Score), new ScalarOutput(PValue),
        .. Forecast is null ? [] : new[] { new ScalarOutput(Forecast) },
    ];
}
