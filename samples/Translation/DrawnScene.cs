using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>A disc, square or triangle of one colour on a ground of another, both with waves on them, and which pixels are whose.</summary>
internal sealed class DrawnScene
{
    public const int Side = 32;

    /// <summary>Red, green and blue, one plane after the other, from 0 to 1.</summary>
    [VectorType(3, Side, Side)]
    public float[] Picture { get; set; } = [];

    /// <summary>0 where the ground is, 1 in a disc, 2 in a square, 3 in a triangle.</summary>
    [VectorType(1, Side, Side)]
    public float[] Classes { get; set; } = [];

    /// <summary>1 where something is missing.</summary>
    [VectorType(1, Side, Side)]
    public float[] Missing { get; set; } = new float[Side * Side];

    /// <summary>Draws scenes, always the same for a seed.</summary>
    public static DrawnScene[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Draw(i % 3, random))];
    }

    /// <summary>The same forms with a colour for each kind: red discs, green squares, blue triangles, on a grey ground.</summary>
    public DrawnScene ColouredByKind()
    {
        const int plane = Side * Side;
        var picture = new float[3 * plane];
        for (var p = 0; p < plane; p++)
        {
            var light = (Picture[p] + Picture[plane + p] + Picture[(2 * plane) + p]) / 3;
            for (var channel = 0; channel < 3; channel++)
                picture[(channel * plane) + p] = Classes[p] == 0 ? 0.6f * light
                    : Classes[p] == channel + 1 ? 0.5f + (0.5f * light) : 0.3f * light;
        }
        return new DrawnScene { Picture = picture, Classes = Classes };
    }

    /// <summary>1 where one kind touches another.</summary>
    [VectorType(1, Side, Side)]
    public float[] Outline => [.. Enumerable.Range(0, Side * Side).Select(p =>
        (p % Side < Side - 1 && Classes[p] != Classes[p + 1]) || (p / Side < Side - 1 && Classes[p] != Classes[p + Side]) ? 1f : 0)];

    /// <summary>A level of grey for each kind, black for the ground.</summary>
    [VectorType(1, Side, Side)]
    public float[] Filled => Array.ConvertAll(Classes, kind => kind / 3);

    /// <summary>The scene with a square hole of a size.</summary>
    public DrawnScene WithHole(int left, int top, int size) => new()
    {
        Picture = Picture,
        Classes = Classes,
        Missing = [.. Enumerable.Range(0, Side * Side).Select(p =>
            p % Side >= left && p % Side < left + size && p / Side >= top && p / Side < top + size ? 1f : 0)],
    };

    private static DrawnScene Draw(int kind, Random random)
    {
        var size = 6 + (5 * random.NextSingle());
        var (cx, cy) = (size + ((Side - (2 * size)) * random.NextSingle()), size + ((Side - (2 * size)) * random.NextSingle()));
        float[] Colour() => [random.NextSingle(), random.NextSingle(), random.NextSingle()];
        var (ground, colour) = (Colour(), Colour());
        while (ground.Zip(colour, (a, b) => Math.Abs(a - b)).Sum() < 0.6f)
            colour = Colour();
        var (waves, shift) = (0.4f + (0.6f * random.NextSingle()), 6.3f * random.NextSingle());
        var scene = new DrawnScene { Picture = new float[3 * Side * Side], Classes = new float[Side * Side] };
        for (var p = 0; p < Side * Side; p++)
        {
            var (x, y) = ((p % Side) - cx, (p / Side) - cy);
            var inside = kind switch
            {
                0 => (x * x) + (y * y) < size * size,
                1 => MathF.Max(MathF.Abs(x), MathF.Abs(y)) < 0.85f * size,
                _ => y < 0.8f * size && y > (2 * MathF.Abs(x)) - (0.9f * size),
            };
            scene.Classes[p] = inside ? kind + 1 : 0;
            var texture = 0.1f * MathF.Sin((waves * (inside ? x + y : x - y)) + shift);
            for (var channel = 0; channel < 3; channel++)
                scene.Picture[(channel * Side * Side) + p] = Math.Clamp((inside ? colour : ground)[channel] + texture, 0, 1);
        }
        return scene;
    }
}
