using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Discs, squares and triangles of any colour on a ground of another, with a texture of waves on both, 32×32 pixels.</summary>
internal static class ColouredShapes
{
    public const int Side = 32;

    /// <summary>Draws pictures, with 0 where the ground is and 1 in the shape.</summary>
    public static Shape[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var size = 6 + (5 * random.NextDouble());
        var (cx, cy) = (size + ((Side - (2 * size)) * random.NextDouble()), size + ((Side - (2 * size)) * random.NextDouble()));
        var (ground, colour) = (Colour(random), Colour(random));
        while (ground.Zip(colour, (a, b) => Math.Abs(a - b)).Sum() < 0.6)
            colour = Colour(random);
        var (waves, shift) = (0.4 + (0.6 * random.NextDouble()), 6.3 * random.NextDouble());
        var shape = new Shape { Picture = new float[3 * Side * Side], Classes = new float[Side * Side] };
        for (var p = 0; p < Side * Side; p++)
        {
            var (x, y) = ((p % Side) - cx, (p / Side) - cy);
            var inside = (i % 3) switch
            {
                0 => (x * x) + (y * y) < size * size,
                1 => Math.Max(Math.Abs(x), Math.Abs(y)) < 0.85 * size,
                _ => y < 0.8 * size && y > (2 * Math.Abs(x)) - (0.9 * size),
            };
            shape.Classes[p] = inside ? 1 : 0;
            var texture = 0.12 * Math.Sin((waves * (inside ? x + y : x - y)) + shift);
            for (var channel = 0; channel < 3; channel++)
                shape.Picture[(channel * Side * Side) + p] = (float)Math.Clamp(
                    (inside ? colour : ground)[channel] + texture + (0.03 * Draws.Normal(random)), 0, 1);
        }
        return shape;
    })];

    private static double[] Colour(Random random) => [random.NextDouble(), random.NextDouble(), random.NextDouble()];

    internal sealed class Shape
    {
        [VectorType(3, Side, Side)]
        public float[] Picture { get; set; } = [];

        [VectorType(1, Side, Side)]
        public float[] Classes { get; set; } = [];
    }
}
