using DeepML.Trainers;

namespace DeepML;

/// <summary>Columns and forecaster of a detector of values that a forecast did not expect.</summary>
public sealed record DetectByForecastOptions : NetworkOptions
{
    /// <summary>Name of the column that says whether a value is an anomaly: boolean.</summary>
    /// <value>The default is "Alert".</value>
    public string AlertColumnName { get; init; } = "Alert";

    /// <summary>Name of the column of the distance from the forecast, in deviations: float.</summary>
    /// <value>The default is "Score".</value>
    public string ScoreColumnName { get; init; } = "Score";

    /// <summary>Name of the column of the chance of a distance as large, by the normal distribution: float.</summary>
    /// <value>The default is "PValue".</value>
    public string PValueColumnName { get; init; } = "PValue";

    /// <summary>Name of the column with what was forecast: float.</summary>
    /// <value>Null (the default) for none.</value>
    public string? ForecastColumnName { get; init; }

    /// <summary>
    /// Values in a row that have to lie outside of the bounds before there is an alert. More than one lets single spikes pass.
    /// </summary>
    /// <value>At least 1; the default is 1.</value>
    public int MinimumRun { get; init; } = 1;

    /// <summary>
    /// Whether the forecast takes the place of a value outside of the bounds in what later forecasts look back on, so that an anomaly does
    /// not make its successors look odd, or hides them.
    /// </summary>
    /// <value>The default is true.</value>
    public bool ReplaceFlagged { get; init; } = true;

    /// <summary>
    /// Values outside of the bounds, less those inside, that are replaced at most: then the level has changed for good, values are taken as
    /// they are, and those before are moved to the new level.
    /// </summary>
    /// <value>At least 0; null (the default) takes the window.</value>
    public int? MaximumReplaced { get; init; }

    /// <summary>The forecaster: series, window, architecture, training. Its <c>ConfidenceLevel</c> says where the bounds lie.</summary>
    /// <value>
    /// By default one step ahead with bounds that hold 99.7 % of ordinary values. Its horizon must be 1, and its columns of bounds null.
    /// </value>
    public RecurrentForecastOptions Forecast { get; init; } = new() { Horizon = 1, ConfidenceLevel = 0.997f };

    internal override TrainingOptions Whole => Forecast.Training;

    internal override void Validate(OptionFaults faults)
    {
        var names = new[] { AlertColumnName, ScoreColumnName, PValueColumnName, ForecastColumnName ?? "no forecast" };
        if (names.Any(string.IsNullOrEmpty) || names.Distinct().Count() < names.Length)
            faults.Add(
                "AlertColumnName, ScoreColumnName, PValueColumnName, ForecastColumnName", $"[{string.Join(", ", names)}]",
                "names that differ");
        faults.AtLeast(MinimumRun, 1, nameof(MinimumRun));
        if (MaximumReplaced is { } most)
            faults.AtLeast(most, 0, nameof(MaximumReplaced));
        if (!faults.Given(Forecast, nameof(Forecast)))
            return;
        Forecast.Validate(faults);
        if (Forecast.Horizon != 1)
            faults.Add("Forecast.Horizon", Forecast.Horizon, "1: a value is judged by the forecast from the one before");
        if (Forecast.ConfidenceLowerBoundColumnName is { } lower)
            faults.Add("Forecast.ConfidenceLowerBoundColumnName", lower, "null: the bounds are not written");
        if (Forecast.ConfidenceUpperBoundColumnName is { } upper)
            faults.Add("Forecast.ConfidenceUpperBoundColumnName", upper, "null: the bounds are not written");
    }
}
