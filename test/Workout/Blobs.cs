using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Workout;

/// <summary>Rows of eight numbers in [0, 1] around three centres, with the centre as a class, a yes/no and a number.</summary>
public static class Blobs
{
    /// <summary>Numbers per row.</summary>
    public const int Width = 8;

    /// <summary>Makes rows; the same seed gives the same rows.</summary>
    public static IDataView Create(MLContext ml, int rows = 75, int seed = 1)
    {
        var random = new Random(seed);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => Row.Around(i % 3, random)).ToArray());
    }

    /// <summary>Rows whose label has been mapped to a key with text values.</summary>
    public static IDataView WithKeys(MLContext ml, int rows = 75, int seed = 1)
    {
        var data = Create(ml, rows, seed);
        return ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
    }

    /// <summary>A row.</summary>
    public sealed class Row
    {
        /// <summary>The numbers.</summary>
        [VectorType(Width)]
        public float[] Features { get; set; } = [];

        /// <summary>The class.</summary>
        public string Name { get; set; } = "";

        /// <summary>Whether it is the first class.</summary>
        public bool IsFirst { get; set; }

        /// <summary>A number that follows from the features.</summary>
        public float Number { get; set; }

        /// <summary>How much it counts.</summary>
        public float Weight { get; set; } = 1;

        internal static Row Around(int centre, Random random)
        {
            var features = new float[Width];
            for (var i = 0; i < Width; i++)
                features[i] = (float)Math.Clamp((i % 3 == centre ? 0.8 : 0.2) + (0.1 * (random.NextDouble() - 0.5)), 0, 1);
            return new Row { Features = features, Name = $"class {centre}", IsFirst = centre == 0, Number = features.Sum() };
        }
    }
}
