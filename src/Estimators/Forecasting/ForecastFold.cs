namespace DeepML;

/// <summary>One stretch of one series that was forecast in a backtest.</summary>
/// <param name="Fold">Number of the fold, from 0.</param>
/// <param name="Series">
/// The series: its text, the value behind its key, or the number of a key without values; empty if there is only one.
/// </param>
/// <param name="Start">Number of the first observation forecast, within its series, from 0.</param>
/// <param name="Actual">What happened; NaN where nothing was measured.</param>
/// <param name="Forecast">What the network said.</param>
/// <param name="Lower">Lower bounds; NaN without bounds.</param>
/// <param name="Upper">Upper bounds; NaN without bounds.</param>
public sealed record ForecastFold(
    int Fold, string Series, int Start, IReadOnlyList<float> Actual, IReadOnlyList<float> Forecast, IReadOnlyList<float> Lower,
    IReadOnlyList<float> Upper);
