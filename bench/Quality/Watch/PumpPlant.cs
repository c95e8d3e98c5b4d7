namespace DeepML.Bench;

/// <summary>
/// A simulated pump with three sensors, a row every quarter of an hour: the load follows the hour and steps of demand; flow follows the
/// load with a lag, pressure falls as the flow comes up, and the temperature of the bearing is slow.
/// </summary>
/// <param name="seed">Of demand, noise and faults.</param>
internal sealed class PumpPlant(int seed)
{
    /// <summary>The sensors, in the order of a row.</summary>
    public static readonly string[] Sensors = ["pressure", "flow", "temperature"];

    private const int Day = 96; // rows
    private const int First = 60; // rows before the first fault
    private const int Apart = 60; // fewest rows between two

    private static readonly double[] Spread = [0.36, 0.75, 0.9]; // of each sensor, about, in its unit

    private readonly Random _random = new(seed);

    /// <summary>Rows without a fault: bar, l/s and °C around an operating point.</summary>
    public double[][] Normal(int count)
    {
        var (load, demand, flow, heat) = (0.0, 0.0, 0.0, 0.0);
        return [.. Enumerable.Range(0, count).Select(t =>
        {
            if (_random.NextDouble() < 0.02)
                demand = 0.8 * Normal();
            load = (0.85 * load) + (0.15 * (demand + Math.Sin(2 * Math.PI * t / Day))) + (0.05 * Normal());
            flow = (0.6 * flow) + (0.4 * load);
            heat = (0.93 * heat) + (0.07 * 1.4 * load);
            return new[]
            {
                4 + (0.8 * load) - (0.5 * flow) + (0.04 * Normal()), 12 + flow + (0.08 * Normal()), 55 + heat + (0.05 * Normal()),
            };
        })];
    }

    /// <summary>Rows with faults, each of one sensor; of several kinds they come in turn.</summary>
    /// <returns>The rows, and for each the sensor that is at fault; -1 for none.</returns>
    public (double[][] Rows, int[] Faulty) WithFaults(int count, params PlantFault[] kinds)
    {
        var (rows, other) = (Normal(count), new PumpPlant(seed + 7919).Normal(count));
        var faulty = Enumerable.Repeat(-1, count).ToArray();
        var start = First;
        for (var fault = 0; ; fault++)
        {
            var kind = kinds[fault % kinds.Length];
            var length = kind == PlantFault.Spike ? 1 : 48;
            if (start + length + Apart >= count)
                return (rows, faulty);
            var sensor = _random.Next(Sensors.Length);
            var size = (_random.Next(2) == 0 ? -1 : 1) * Spread[sensor] * (kind == PlantFault.Spike ? 1.5 : 2);
            var frozen = rows[start][sensor];
            for (var i = 0; i < length; i++)
            {
                faulty[start + i] = sensor;
                rows[start + i][sensor] = kind switch
                {
                    PlantFault.Spike => rows[start + i][sensor] + size,
                    PlantFault.Drift => rows[start + i][sensor] + (size * (i + 1) / length),
                    PlantFault.Frozen => frozen,
                    _ => other[start + i][sensor],
                };
            }
            start += length + Apart + _random.Next(60);
        }
    }

    /// <summary>The rows with those before them, step by step; the first rows, which have too few, are left out.</summary>
    public static float[][] Windows(double[][] rows, int length) =>
        [.. Enumerable.Range(0, rows.Length - length + 1).Select(start =>
            rows[start..(start + length)].SelectMany(row => row).Select(value => (float)value).ToArray())];

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
