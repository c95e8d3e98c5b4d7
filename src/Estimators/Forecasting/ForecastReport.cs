namespace DeepML;

/// <summary>How well one method did in a backtest.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Metrics">Its errors over all folds and series.</param>
public sealed record ForecastReport(string Method, ForecastMetrics Metrics);
