namespace DeepML.Transforms;

/// <summary>Forecasts of several places in series, place by place: (place, horizon) each.</summary>
/// <param name="Forecast">The forecasts.</param>
/// <param name="Lower">Their lower bounds; NaN without bounds.</param>
/// <param name="Upper">Their upper bounds; NaN without bounds.</param>
internal sealed record ForecastBlock(float[] Forecast, float[] Lower, float[] Upper);
