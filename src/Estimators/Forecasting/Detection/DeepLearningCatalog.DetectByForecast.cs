using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

/// <summary>The catalog methods for detectors by forecast.</summary>
public static partial class DeepLearningCatalog
{
    /// <summary>Detects values that a forecast from those before did not expect.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="inputColumnName">Name of the series: a float per row, in the order of time.</param>
    /// <param name="windowSize">Observations that a forecast looks back on; at least 1.</param>
    /// <param name="confidenceLevel">Share of ordinary values that lie between the bounds, in (0, 1).</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static DetectByForecastEstimator DetectByForecast(
        this TransformsCatalog catalog, string inputColumnName, int windowSize = 24, float confidenceLevel = 0.997f) =>
        catalog.DetectByForecast(inputColumnName, new DetectByForecastOptions
        {
            Forecast = new RecurrentForecastOptions { Horizon = 1, WindowSize = windowSize, ConfidenceLevel = confidenceLevel },
        });

    /// <summary>Detects values that a forecast from those before did not expect.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="inputColumnName">Name of the series: a float per row, in the order of time.</param>
    /// <param name="options">Columns and forecaster.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static DetectByForecastEstimator DetectByForecast(
        this TransformsCatalog catalog, string inputColumnName, DetectByForecastOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new DetectByForecastEstimator(CatalogAccess.EnvironmentOf(catalog), inputColumnName, options);
    }
}
