namespace DeepML.Transforms;

/// <summary>A column that a forecaster adds, with the numbers that fill it.</summary>
/// <param name="Column">The column.</param>
/// <param name="Of">Picks its numbers.</param>
internal sealed record ForecastOutput(OutputColumn Column, Func<ForecastBlock, float[]> Of);
