using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class ForecasterScoringSoak : IScoringSoak
{
    public string Name => "score.lstm";

    public string Column => "Forecast";

    public IDataView Rows(MLContext ml, int? total) => SoakData.Series(ml, 2_000, total);

    public ITransformer Fit(MLContext ml, IDataView rows, TrainingOptions training) =>
        ml.Forecasting.ForecastByRecurrentNetwork("Forecast", "Value", new RecurrentForecastOptions
        {
            WindowSize = 48,
            Encoder = new LstmEncoder { HiddenSize = 64 },
            Safeguard = false,
            Training = training,
        }).Fit(rows);
}
