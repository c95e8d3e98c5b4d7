namespace DeepML.Samples;

/// <summary>Draws a folder of coloured shapes, one subfolder per class, so that the sample has something to tell apart.</summary>
internal static class DrawnShapes
{
    private static readonly (string Name, Func<float, float, bool> Inside)[] Classes =
    [
        ("disc", (x, y) => (x * x) + (y * y) < 1),
        ("ring", (x, y) => (x * x) + (y * y) is < 1 and > 0.4f),
        ("square", (x, y) => MathF.Abs(x) < 0.85f && MathF.Abs(y) < 0.85f),
        ("triangle", (x, y) => y is > -0.9f and < 0.8f && MathF.Abs(x) < (y + 0.9f) * 0.6f),
        ("cross", (x, y) => (MathF.Abs(x) < 0.3f || MathF.Abs(y) < 0.3f) && MathF.Abs(x) < 1 && MathF.Abs(y) < 1),
    ];

    /// <summary>Makes the folder if it is not there; the same pictures every time.</summary>
    public static string Make(string folder, int perClass, int side)
    {
        var random = new Random(7);
        foreach (var (name, inside) in Classes)
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            for (var i = 0; i < perClass; i++)
                Draw(inside, side, random).Save(Path.Combine(folder, name, $"{i:000}.png"));
        }
        return folder;
    }

    // A shape of random colour, size, place and turn, on a ground of another colour, with noise.
    private static Picture Draw(Func<float, float, bool> inside, int side, Random random)
    {
        var radius = side * (0.3f + (0.15f * random.NextSingle()));
        var (centreX, centreY) =
            (radius + (random.NextSingle() * (side - (2 * radius))), radius + (random.NextSingle() * (side - (2 * radius))));
        var (sine, cosine) = MathF.SinCos((random.NextSingle() - 0.5f) * 0.8f);
        var (shape, ground) = (Colour(), Colour());
        while (shape.Zip(ground, (a, b) => Math.Abs(a - b)).Sum() < 0.9f)
            shape = Colour();
        var values = new float[3 * side * side];
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                var (dx, dy) = ((x - centreX) / radius, (y - centreY) / radius);
                var colour = inside((cosine * dx) + (sine * dy), (cosine * dy) - (sine * dx)) ? shape : ground;
                for (var channel = 0; channel < 3; channel++)
                    values[(((channel * side) + y) * side) + x] = Math.Clamp(colour[channel] + ((random.NextSingle() - 0.5f) * 0.2f), 0, 1);
            }
        return new Picture(side, side, 3, values);

        float[] Colour() => [random.NextSingle(), random.NextSingle(), random.NextSingle()];
    }
}
