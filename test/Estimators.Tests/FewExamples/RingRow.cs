using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.FewExamples;

/// <summary>
/// Rows of classes that differ in two numbers of eight, a place on a circle; the other six vary more than these, and say nothing.
/// </summary>
internal sealed class RingRow
{
    private const int Around = 9; // classes on the circle
    private const double Noise = 2;

    [VectorType(8)]
    public float[] Features { get; set; } = [];

    public string Kind { get; set; } = "";

    /// <summary>Draws rows.</summary>
    /// <param name="each">Of each class.</param>
    /// <param name="seed">Fixes them.</param>
    /// <param name="from">First class.</param>
    /// <param name="to">The one behind the last.</param>
    public static RingRow[] Draw(int each, int seed, int from, int to)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, each).SelectMany(_ => Enumerable.Range(from, to - from).Select(c =>
        {
            var angle = 2 * Math.PI * c / Around;
            return new RingRow
            {
                Kind = $"ring {c}",
                Features =
                [
                    (float)(Math.Cos(angle) + (0.1 * Normal(random))), (float)(Math.Sin(angle) + (0.1 * Normal(random))),
                    .. Enumerable.Range(0, 6).Select(_ => (float)(Noise * Normal(random))),
                ],
            };
        }))];
    }

    /// <summary>Where on the circle a class lies: its description.</summary>
    public static float[] Describe(int c) => [(float)Math.Cos(2 * Math.PI * c / Around), (float)Math.Sin(2 * Math.PI * c / Around)];

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
