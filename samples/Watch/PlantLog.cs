using DeepML.Bench;

namespace DeepML.Samples;

/// <summary>
/// The log of a simulated pump: metrics at times of their own, flow as a six-digit counter of litres that begins again at 0, loggers that
/// fall silent, and readings that come late.
/// </summary>
/// <param name="pump">Its name.</param>
/// <param name="level">Where its sensors lie above those of the simulation: bar, l/s, °C.</param>
/// <param name="seed">Of times, noise and gaps.</param>
internal sealed class PlantLog(string pump, double[] level, int seed)
{
    /// <summary>A row of the simulation.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(15);

    /// <summary>Names of the metrics.</summary>
    public const string Pressure = "pressure", Temperature = "temperature", Litres = "litres";

    /// <summary>The number that follows the counter's largest, as 0.</summary>
    public const int CounterEnd = 1_000_000;

    private readonly Random _random = new(seed);

    /// <summary>The readings of rows, in the order in which they arrive.</summary>
    public PlantReading[] Readings(double[][] rows, DateTime start)
    {
        var readings = new List<(DateTime Arrival, PlantReading Reading)>();
        var (litres, silent) = (0.0, new Dictionary<string, int>());
        for (var t = 0; t < rows.Length; t++)
        {
            var time = start + (t * Step);
            foreach (var metric in (string[])[Pressure, Temperature, Litres])
                if (t > 0 && _random.NextDouble() < 0.005)
                    silent[metric] = t + 1 + _random.Next(4); // a gap of up to an hour
            for (var i = 0; i < 3; i++)
                Add(Pressure, time + (Step * _random.NextDouble()), rows[t][0] + level[0] + (0.02 * (_random.NextDouble() - 0.5)));
            for (var i = 0; i < 2; i++)
                Add(Temperature, time + (Step * _random.NextDouble()), rows[t][2] + level[2] + (0.02 * (_random.NextDouble() - 0.5)));
            for (var i = 1; i <= 5; i++)
            {
                var after = (i * Step.TotalSeconds / 5) - 10 + (2 * _random.NextDouble());
                Add(Litres, time.AddSeconds(after), Math.Floor((litres + ((rows[t][1] + level[1]) * after)) % CounterEnd));
            }
            litres += (rows[t][1] + level[1]) * Step.TotalSeconds;

            void Add(string metric, DateTime at, double value)
            {
                if (silent.GetValueOrDefault(metric) > t)
                    return;
                var delay = TimeSpan.FromMinutes(_random.NextDouble() < 0.02 ? 20 : 0);
                readings.Add((at + delay, new PlantReading { Time = at, Pump = pump, Metric = metric, Value = (float)value }));
            }
        }
        return [.. readings.OrderBy(reading => reading.Arrival).Select(reading => reading.Reading)];
    }
}
