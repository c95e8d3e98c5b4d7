using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a forecaster, and detects the values that it did not expect.</summary>
/// <remarks>
/// Input: a float per row, rows in the order of time. Output: Alert (boolean), Score and PValue (float), and the forecast if asked for.
/// Needs training; the training series may hold anomalies, but the more, the wider the bounds.
/// </remarks>
public sealed class DetectByForecastEstimator : IEstimator<ForecastDetectorTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly RecurrentForecastEstimator _forecaster;
    private readonly ForecastDetectorColumns _columns;

    internal DetectByForecastEstimator(IHostEnvironment environment, string inputColumnName, DetectByForecastOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        options.Validate();
        _environment = environment.Register("DetectByForecast");
        _forecaster = new RecurrentForecastEstimator(environment, "Forecast", inputColumnName, options.Forecast with
        {
            ConfidenceLowerBoundColumnName = "Lower",
            ConfidenceUpperBoundColumnName = "Upper",
        });
        _columns = new ForecastDetectorColumns(
            options.AlertColumnName, options.ScoreColumnName, options.PValueColumnName, options.ForecastColumnName, options.MinimumRun,
            options.ReplaceFlagged, options.MaximumReplaced ?? options.Forecast.WindowSize, MovesLevel: true);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _ = _forecaster.GetOutputSchema(inputSchema); // refuses what Fit refuses
        return SchemaShapes.With(inputSchema, _columns.Outputs().Select(column => column.Shape));
    }

    /// <summary>Trains the forecaster.</summary>
    /// <param name="input">The series, in the order of time.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are too few rows, or the loss stops being a number.</exception>
    public ForecastDetectorTransformer Fit(IDataView input)
    {
        using var forecaster = _forecaster.Fit(input); // lasts until the detector has its weights
        return new ForecastDetectorTransformer(
            _environment, new ForecastDetectorDescription((RecurrentForecastDescription)forecaster.Description, _columns),
            (RecurrentForecastNetwork)forecaster.Network, forecaster.Device);
    }
}
