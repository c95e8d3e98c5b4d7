namespace DeepML.Transforms;

/// <summary>What a detector by forecast says of a value.</summary>
/// <param name="IsAlert">Whether it is an anomaly.</param>
/// <param name="Score">Distance from the forecast in deviations, above it positive; NaN where nothing can be said.</param>
/// <param name="PValue">Chance of a distance as large.</param>
/// <param name="Forecast">What was forecast.</param>
internal readonly record struct ForecastVerdict(bool IsAlert, float Score, float PValue, float Forecast)
{
    /// <summary>Of a value that is missing, or has too few before it.</summary>
    public static ForecastVerdict None { get; } = new(false, float.NaN, float.NaN, float.NaN);
}
