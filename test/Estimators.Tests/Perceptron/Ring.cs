using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.MultilayerPerceptron;

/// <summary>Points in a disc and on a ring around it: no line parts them.</summary>
internal static class Ring
{
    public static IDataView Create(MLContext ml, int rows, int seed)
    {
        var random = new Random(seed);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => Point.Draw(i % 2 == 0, random)).ToArray());
    }

    internal sealed class Point
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public bool Outside { get; set; }

        public float Distance { get; set; }

        public static Point Draw(bool outside, Random random)
        {
            var distance = outside ? 1 + (0.3 * random.NextDouble()) : 0.6 * Math.Sqrt(random.NextDouble());
            var angle = 2 * Math.PI * random.NextDouble();
            return new Point
            {
                Features = [(float)(distance * Math.Cos(angle)), (float)(distance * Math.Sin(angle))],
                Outside = outside,
                Distance = (float)distance
            };
        }
    }
}
