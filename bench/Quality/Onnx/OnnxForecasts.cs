using DeepML.Onnx.Tests;
using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Forecasts of monthly passengers, from months that were held out on, on ONNX Runtime beside those of .NET.</summary>
internal static class OnnxForecasts
{
    private const int Learned = 120;

    private static readonly RecurrentForecastOptions Plain = new()
    {
        ConfidenceLowerBoundColumnName = "Lower",
        ConfidenceUpperBoundColumnName = "Upper",
        Training = new RecurrentForecastOptions().Training with { Epochs = 3 },
    };

    /// <summary>The largest difference of each kind of forecaster, over forecasts and bounds.</summary>
    public static IEnumerable<(string Name, double Value)> Run(MLContext ml)
    {
        var values = RecurrentSeries.Read("airline-passengers.csv");
        foreach (var (name, options) in new (string, RecurrentForecastOptions)[]
        {
            ("points", Plain), ("normal", Plain with { Distribution = new GaussianForecast(), Ensemble = 2 }),
            ("quantiles", Plain with { Distribution = new QuantileForecast(), Safeguard = false }),
            ("stepbystep", Plain with { Strategy = ForecastStrategy.Recursive, Differencing = SeriesDifferencing.Seasonal }),
        })
            yield return ($"onnx.forecast.{name}.maxdiff", Difference(ml, values, options));
    }

    private static double Difference(MLContext ml, float[] values, RecurrentForecastOptions options)
    {
        IDataView View(IEnumerable<float> part) => ml.Data.LoadFromEnumerable(part.Select(value => new Row { Value = value }).ToArray());
        using var model = ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Value", options).Fit(View(values[..Learned]));
        using var run = new ForecastRun(model);
        var scored = model.Transform(View(values[Learned..]));
        var largest = 0.0;
        foreach (var column in new[] { "Ahead", "Lower", "Upper" })
        {
            var expected = Cells.Read(scored, scored.Schema[column]);
            foreach (var batch in new[] { 1, 2, 7 })
                for (var row = 0; row + batch <= expected.Count; row += batch)
                {
                    var windows = Enumerable.Range(Learned + row + 1, batch).Select(end => values[(end - run.Count)..end]);
                    var said = run.Forecast(("Value", [.. windows]));
                    largest = Math.Max(largest, said[column].Zip(expected.Skip(row)).Max(pair => pair.First.Zip(pair.Second)
                        .Max(step => Math.Abs(step.First - step.Second) / Math.Max(1, Math.Abs(step.Second)))));
                }
        }
        return largest;
    }

    private sealed class Row
    {
        public float Value { get; set; }
    }
}
