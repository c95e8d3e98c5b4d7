namespace DeepML.Bench;

/// <summary>
/// A simulated pump from new to its failure, a row an hour: wear grows faster and faster, and shows in vibration, current and temperature
/// beneath the load and noise.
/// </summary>
internal static class PumpLife
{
    /// <summary>Numbers of a row: vibration, current, temperature, load.</summary>
    public const int Sensors = 4;

    /// <summary>The rows of a life; the pump fails with the last.</summary>
    public static float[][] Create(int seed)
    {
        var random = new Random(seed);
        var (length, load) = (120 + random.Next(180), 0.0);
        return [.. Enumerable.Range(0, length).Select(t =>
        {
            load = (0.9 * load) + (0.3 * Normal());
            var wear = Math.Exp((t - length) / 18.0); // 1 in the end, a quarter 24 rows before
            return new[]
            {
                (float)(1 + (0.4 * load) + (2.5 * wear) + (0.3 * Normal())), (float)(10 + load + (1.2 * wear) + (0.3 * Normal())),
                (float)(50 + (2 * load) + (6 * wear) + Normal()), (float)(load + (0.05 * Normal())),
            };
        })];

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
