using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Chance of what follows to lie between bounds of 95 %, of 100 series of 60 to 140 values: random walks, autoregressions, seasons with
/// trend. Their noise is known, so the chance is computed from the bounds and not counted on the few values that happened.
/// </summary>
internal sealed class BoundCoverage : IQualityTask
{
    private const int Horizon = 6;

    public string Name => "forecast.bounds";

    public IEnumerable<(string Name, double Value)> Run()
    {
        foreach (var (together, name) in new[] { (true, "together"), (false, "alone") })
        {
            var (inside, widths) = Measure(together);
            yield return ($"{Name}.{name}", inside.Average());
            for (var step = 0; step < Horizon; step++)
            {
                yield return ($"{Name}.{name}.step{step + 1}", inside[step]);
                yield return ($"{Name}.{name}.step{step + 1}.width", widths[step]);
            }
        }
    }

    /// <summary>Per step: the share of values between the bounds, and the mean width in deviations of the noise.</summary>
    public static (double[] Inside, double[] Widths) Measure(bool together)
    {
        var all = Series(seed: 5).GroupBy(value => value.Name).ToArray();
        var (inside, widths) = (new double[Horizon], new double[Horizon]);
        foreach (var part in together ? [all] : all.Select(series => new[] { series }))
        {
            var ml = new MLContext(seed: 1);
            var options = new RecurrentForecastOptions
            {
                WindowSize = 12,
                Horizon = Horizon,
                SeriesColumnName = "Name",
                Encoder = new LstmEncoder { HiddenSize = 16 },
                ConfidenceLowerBoundColumnName = "Lower",
                ConfidenceUpperBoundColumnName = "Upper",
            };
            options = options with { Training = options.Training with { Epochs = together ? 20 : 40 } };
            var data = ml.Data.LoadFromEnumerable(part.SelectMany(series => series).ToArray());
            foreach (var fold in ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Value", options).Backtest(data, folds: 1).Folds)
            {
                var series = all.Single(rows => rows.Key == fold.Series).ToArray();
                for (var step = 0; step < Horizon; step++)
                {
                    var (mean, deviation) = series[fold.Start - 1].Ahead(step + 1);
                    inside[step] += (Share((fold.Upper[step] - mean) / deviation) - Share((fold.Lower[step] - mean) / deviation))
                        / all.Length;
                    widths[step] += (fold.Upper[step] - fold.Lower[step]) / all.Length;
                }
            }
        }
        return (inside, widths);
    }

    /// <summary>The series: their noise has a deviation of 1.</summary>
    private static IEnumerable<Observation> Series(int seed)
    {
        var random = new Random(seed);
        for (var series = 0; series < 100; series++)
        {
            var (count, state, slope) = (60 + random.Next(81), 0.0, 0.2 * random.NextDouble());
            for (var t = 0; t < count; t++)
            {
                var noise = Draws.Normal(random);
                state = ((series % 3) switch { 0 => 1, 1 => 0.7, _ => 0 } * state) + noise;
                yield return new Observation
                {
                    Name = $"{series:D3}",
                    Kind = series % 3,
                    Slope = slope,
                    Step = t,
                    State = state,
                    Value = (float)(state + Course(series % 3, slope, t))
                };
            }
        }
    }

    private static double Course(int kind, double slope, int t) => kind == 2 ? (slope * t) + (5 * Math.Sin(2 * Math.PI * t / 12)) : 0;

    // The normal distribution's share below a number: the area from 0 as density times a series (Marsaglia, J. Stat. Softw. 11(4), 2004).
    private static double Share(double z)
    {
        if (Math.Abs(z) > 8)
            return z > 0 ? 1 : 0;
        var (term, sum) = (z, z);
        for (var k = 3; Math.Abs(term) > 1e-16; k += 2)
            sum += term *= z * z / k;
        return 0.5 + (sum * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI));
    }

    private sealed class Observation
    {
        public string Name { get; set; } = "";

        public int Kind { get; set; }

        public int Step { get; set; }

        public double Slope { get; set; }

        public double State { get; set; }

        public float Value { get; set; }

        /// <summary>Mean and deviation of the value some steps after this one.</summary>
        public (double Mean, double Deviation) Ahead(int steps)
        {
            var carried = Kind switch { 0 => 1, 1 => 0.7, _ => 0 };
            var variance = Enumerable.Range(0, steps).Sum(k => Math.Pow(carried, 2 * k));
            return ((Math.Pow(carried, steps) * State) + Course(Kind, Slope, Step + steps), Math.Sqrt(variance));
        }
    }
}
