using DeepML.Data;

namespace DeepML.Transforms;

/// <summary>The columns of a forecaster.</summary>
/// <param name="Forecast">Name of the forecast.</param>
/// <param name="Lower">Name of the lower bound; null without bounds.</param>
/// <param name="Upper">Name of the upper bound; null without bounds.</param>
/// <param name="Series">The columns read.</param>
internal sealed record ForecastColumns(string Forecast, string? Lower, string? Upper, SeriesColumns Series)
{
    /// <summary>Whether bounds were asked for.</summary>
    public bool HasBounds => Lower is not null && Upper is not null;

    /// <summary>The columns added: forecast, lower bound, upper bound.</summary>
    /// <param name="horizon">Values in each.</param>
    public IReadOnlyList<OutputColumn> Outputs(int horizon) => HasBounds
        ? [new VectorOutput(Forecast, horizon), new VectorOutput(Lower!, horizon), new VectorOutput(Upper!, horizon)]
        : [new VectorOutput(Forecast, horizon)];
}
