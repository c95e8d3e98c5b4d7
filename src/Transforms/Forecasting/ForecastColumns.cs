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

    /// <summary>The columns added, each with the numbers that fill it.</summary>
    /// <param name="horizon">Values in each.</param>
    public IReadOnlyList<ForecastOutput> Outputs(int horizon)
    {
        var forecast = new ForecastOutput(new VectorOutput(Forecast, horizon), block => block.Forecast);
        return HasBounds
            ? [forecast, new(new VectorOutput(Lower!, horizon), block => block.Lower),
                new(new VectorOutput(Upper!, horizon), block => block.Upper)]
            : [forecast];
    }
}
