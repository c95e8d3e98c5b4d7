using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Forecasts a series with a recurrent network.</summary>
    /// <param name="catalog">The forecasting catalog.</param>
    /// <param name="outputColumnName">Name of the forecast: a vector of <paramref name="horizon"/> floats.</param>
    /// <param name="inputColumnName">Name of the series: a float per row, in the order of time.</param>
    /// <param name="windowSize">Observations that a forecast looks back on; at least 1. Two seasons are a good choice.</param>
    /// <param name="horizon">Values to forecast; at least 1.</param>
    /// <param name="confidenceLowerBoundColumn">Name of the lower bounds, a vector like the forecast; made if both names are given.</param>
    /// <param name="confidenceUpperBoundColumn">Name of the upper bounds.</param>
    /// <param name="confidenceLevel">Share of the values that should lie between the bounds, in (0, 1).</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static RecurrentForecastEstimator ForecastByRecurrentNetwork(
        this ForecastingCatalog catalog, string outputColumnName, string inputColumnName, int windowSize, int horizon,
        string? confidenceLowerBoundColumn = null, string? confidenceUpperBoundColumn = null, float confidenceLevel = 0.95f) =>
        catalog.ForecastByRecurrentNetwork(outputColumnName, inputColumnName, new RecurrentForecastOptions
        {
            WindowSize = windowSize,
            Horizon = horizon,
            ConfidenceLowerBoundColumnName = confidenceLowerBoundColumn,
            ConfidenceUpperBoundColumnName = confidenceUpperBoundColumn,
            ConfidenceLevel = confidenceLevel,
        });

    /// <summary>Forecasts one or several series with a recurrent network.</summary>
    /// <param name="catalog">The forecasting catalog.</param>
    /// <param name="outputColumnName">Name of the forecast: a vector of <see cref="RecurrentForecastOptions.Horizon"/> floats.</param>
    /// <param name="inputColumnName">Name of the series: a float per row, in the order of time.</param>
    /// <param name="options">Series, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static RecurrentForecastEstimator ForecastByRecurrentNetwork(
        this ForecastingCatalog catalog, string outputColumnName, string inputColumnName, RecurrentForecastOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new RecurrentForecastEstimator(CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options);
    }
}
