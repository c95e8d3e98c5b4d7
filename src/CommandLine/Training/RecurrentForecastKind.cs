using DeepML.CommandLine.Tables;
using Microsoft.ML;

namespace DeepML.CommandLine.Training;

/// <summary>A recurrent forecaster of the label's next values.</summary>
internal sealed class RecurrentForecastKind() : TrainerKind("RecurrentForecast", TaskNames.Forecast)
{
    private const string Output = "Forecast", Lower = "Forecast.Lower", Upper = "Forecast.Upper";

    /// <inheritdoc/>
    public override Type Options => typeof(RecurrentForecastOptions);

    /// <inheritdoc/>
    public override bool ReadsFeatures => false;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Reserved { get; } = new Dictionary<string, string>
    {
        [nameof(RecurrentForecastOptions.ConfidenceLowerBoundColumnName)] = $"bounds are always written, as {Lower}",
        [nameof(RecurrentForecastOptions.ConfidenceUpperBoundColumnName)] = $"bounds are always written, as {Upper}",
    };

    /// <inheritdoc/>
    public override IEnumerable<(string Name, CellKind Kind)> OwnColumns(object options)
    {
        var forecast = (RecurrentForecastOptions)options;
        if (forecast.SeriesColumnName is { } series)
            yield return (series, CellKind.Text);
        if (forecast.TimeColumnName is { } time)
            yield return (time, CellKind.Date);
        foreach (var name in forecast.PastColumnNames.Concat(forecast.FutureColumnNames))
            yield return (name, CellKind.Number);
    }

    /// <inheritdoc/>
    public override ITransformer Fit(TrainingRequest request)
    {
        if (request.Validation is not null)
            throw new InputException("--validation is not for forecasts: the rows that validate are the end of each series. "
                + "Set options.Training.ValidationFraction.");
        var given = (RecurrentForecastOptions)request.Options;
        var trainer = request.Ml.Forecasting.ForecastByRecurrentNetwork(Output, request.Columns.Label!.Value.Name, given with
        {
            ConfidenceLowerBoundColumnName = Lower,
            ConfidenceUpperBoundColumnName = Upper,
            Training = request.Accompanied(given.Training),
        });
        return request.Chain(null, (rows, _) => trainer.Fit(rows));
    }
}
