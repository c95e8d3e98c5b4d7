using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Pictures of 8×8 pixels with a mark in two of their quarters, and words that name what is there.</summary>
internal static class Drawings
{
    public const int Side = 8;

    public static IDataView Create(MLContext ml, int rows = 43, int seed = 1)
    {
        var data = ml.Data.LoadFromEnumerable(Draw(rows, seed));
        return ml.Transforms.Text.TokenizeIntoWords("Sentence", nameof(Drawing.Text))
            .Append(ml.Transforms.Conversion.MapValueToKey("Sentence")).Fit(data).Transform(data);
    }

    public static Drawing[] Draw(int rows, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => Draw(random))];
    }

    private static Drawing Draw(Random random)
    {
        var pixels = new float[Side * Side];
        var (left, right) = (random.Next(3), random.Next(3));
        Paint(pixels, left, column: random.Next(0, 2), row: random.Next(0, 6));
        Paint(pixels, right, column: 4 + random.Next(0, 2), row: random.Next(0, 6));
        string[] names = ["bar", "line", "dot"];
        return new Drawing { Pixels = pixels, Text = $"{names[left]} before {names[right]}" };
    }

    private static void Paint(float[] pixels, int figure, int column, int row)
    {
        var places = figure switch { 0 => new[] { (0, 0), (1, 0), (2, 0) }, 1 => [(0, 0), (0, 1), (0, 2)], _ => [(1, 1)] };
        foreach (var (down, across) in places)
            pixels[((row + down) * Side) + column + across] = 1;
    }

    internal sealed class Drawing
    {
        [VectorType(1, Side, Side)]
        public float[] Pixels { get; set; } = [];

        public string Text { get; set; } = "";
    }
}
