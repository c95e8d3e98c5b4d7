using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class ForecasterSoak : ISoakFamily
{
    public string Name => "lstm";

    public int Processes => 10; // what let the heap grow did so in some starts only

    public void Fit(MLContext ml, TrainingOptions training)
    {
        using var model = ml.Forecasting.ForecastByRecurrentNetwork("Forecast", "Value", new RecurrentForecastOptions
        {
            WindowSize = 48,
            Encoder = new LstmEncoder { HiddenSize = 64 },
            Safeguard = false, // it fits further networks, on shorter stretches
            Training = training,
        }).Fit(SoakData.Series(ml, 9_000));
    }
}
