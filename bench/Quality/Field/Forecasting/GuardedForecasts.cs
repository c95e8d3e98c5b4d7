using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>A series that falls towards 0, and short monthly series beside the last season and exponential smoothing.</summary>
internal sealed class GuardedForecasts : IFieldCheck
{
    public int Number => 21;

    public string Fault => "forecasts change sign, or are worse than the last season";

    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        var falling = Enumerable.Range(0, 60).Select(t => new Stock { Value = 61 - t }).ToArray();
        using var model = ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Value", windowSize: 12, horizon: 12)
            .Fit(ml.Data.LoadFromEnumerable(falling));
        if (model.TrainingHistory.Baseline is null
            || model.CreateForecastEngine<Stock, Next>(ml).Predict().Ahead.Any(value => !(value >= 0)))
            return false;
        var (network, lastSeason, smoothing) = MonthlyForecasts.Measure();
        return network < lastSeason && network < 1.1 * smoothing;
    }

    private sealed class Stock
    {
        public float Value { get; set; }
    }

    private sealed class Next
    {
        public float[] Ahead { get; set; } = [];
    }
}
