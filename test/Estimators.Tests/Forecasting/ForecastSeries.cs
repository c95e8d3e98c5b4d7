using Microsoft.ML;

namespace DeepML.Estimators.Tests.Recurrent;

/// <summary>Small series for the forecasting tests, and options that train quickly.</summary>
internal static class ForecastSeries
{
    /// <summary>A period of 12 steps, seen at half steps.</summary>
    public static float[] Sine(int count, int start = 0) =>
        [.. Enumerable.Range(start, count).Select(t => (float)Math.Sin(2 * Math.PI * t / 12))];

    /// <summary>A trend, a season of 12 that grows with it, and a little noise.</summary>
    public static float[] Seasonal(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(t =>
            (float)((100 + t) * (1 + (0.3 * Math.Sin(2 * Math.PI * t / 12)) + (0.02 * (random.NextDouble() - 0.5)))))];
    }

    public static IDataView View(MLContext ml, IEnumerable<float> values) =>
        ml.Data.LoadFromEnumerable(values.Select(v => new Value { Number = v }).ToArray());

    public static RecurrentForecastOptions Quick(int window = 12, int horizon = 6) => new()
    {
        WindowSize = window,
        Horizon = horizon,
        Encoder = new LstmEncoder { HiddenSize = 8 },
        Training = new TrainingOptions
        {
            Epochs = 15,
            BatchSize = 16,
            LearningRate = 0.01,
            Schedule = new CosineSchedule(),
            GradientClipNorm = 1
        },
    };

    public static RecurrentForecastOptions WithBounds(RecurrentForecastOptions options) =>
        options with { ConfidenceLowerBoundColumnName = "Lower", ConfidenceUpperBoundColumnName = "Upper" };

    public static double MeanAbsoluteError(IEnumerable<float> forecast, IEnumerable<float> actual) =>
        forecast.Zip(actual).Average(p => Math.Abs(p.First - p.Second));

    public sealed class Value
    {
        public float Number { get; set; }
    }

    public sealed class Stamped
    {
        public DateTime Time { get; set; }

        public string Series { get; set; } = "";

        public float Number { get; set; }

        public float Extra { get; set; }
    }

    public sealed class Forecast
    {
        public float[] Ahead { get; set; } = [];
    }

    public sealed class BoundedForecast
    {
        public float[] Ahead { get; set; } = [];

        public float[] Lower { get; set; } = [];

        public float[] Upper { get; set; } = [];
    }
}
