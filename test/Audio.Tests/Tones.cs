namespace DeepML.Audio.Tests;

/// <summary>Sounds whose samples are known.</summary>
internal static class Tones
{
    public static float[] Sine(int rate, double frequency, double seconds, double size = 0.5) =>
        [.. Enumerable.Range(0, (int)(rate * seconds)).Select(i => (float)(size * Math.Sin(2 * Math.PI * frequency * i / rate)))];

    /// <summary>Three tones in noise, so that every band holds something.</summary>
    public static float[] Rich(int rate, int count, int seed = 1)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(i => (float)((0.3 * Math.Sin(2 * Math.PI * 220 * i / rate))
                + (0.2 * Math.Sin(2 * Math.PI * 1234 * i / rate)) + (0.1 * Math.Sin(2 * Math.PI * 3456 * i / rate))
                + (0.05 * ((2 * random.NextDouble()) - 1)))),
        ];
    }
}
