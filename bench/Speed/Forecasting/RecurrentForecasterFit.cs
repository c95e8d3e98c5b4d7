using System.Diagnostics;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// An LSTM of 64 units over windows of 48 values, forecasting 12: one fit over a series, the reading and cutting included.
/// </summary>
internal class RecurrentForecasterFit : ISpeedWorkload
{
    private const int Window = 48;
    private const int Horizon = 12;
    private const int Windows = 6400;
    private const int Epochs = 2;
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _series;

    public RecurrentForecasterFit()
    {
        var random = new Random(1);
        _series = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, Windows + Window + Horizon - 1)
            .Select(t => new Row { Value = (float)(Math.Sin(t / 4.0) + (0.1 * random.NextDouble())) }).ToArray());
    }

    public virtual string Name => "lstm_forecaster";

    public string PeerName => "lstm_forecaster";

    public string? PythonPeer => "recurrent.py";

    public string Unit => "windows";

    protected virtual Precision Precision => Precision.Float32;

    public double Run()
    {
        // only what the peer has: the LSTM, a linear layer, Adam
        var estimator = _ml.Forecasting.ForecastByRecurrentNetwork("Forecast", "Value", new RecurrentForecastOptions
        {
            WindowSize = Window,
            Horizon = Horizon,
            Encoder = new LstmEncoder { HiddenSize = 64 },
            LinearSkip = false,
            SeasonalPeriod = 0,
            Transformation = SeriesTransformation.None,
            InstanceScaling = InstanceScaling.None,
            Safeguard = false,
            Training = new TrainingOptions { Epochs = Epochs, BatchSize = 64, LearningRate = 1e-3, Precision = Precision },
        });
        var clock = Stopwatch.StartNew();
        using var model = estimator.Fit(_series);
        return Windows * Epochs / clock.Elapsed.TotalSeconds;
    }

    private sealed class Row
    {
        public float Value { get; set; }
    }
}

/// <summary>The same in bfloat16, against the loop in float32.</summary>
internal sealed class RecurrentForecasterMixedFit : RecurrentForecasterFit
{
    public override string Name => "lstm_forecaster_bf16";

    protected override Precision Precision => Precision.BFloat16;
}
