using Microsoft.ML.Data;

namespace DeepML.MpiChild;

/// <summary>Eight numbers around one of three centres, and the same as a series.</summary>
public sealed class Row
{
    [VectorType(8)]
    public float[] Features { get; set; } = [];

    public string Name { get; set; } = "";

    public float Number { get; set; }

    [VectorType]
    public uint[] Keys { get; set; } = [];

    /// <summary>Rows that follow from a seed.</summary>
    public static Row[] Create(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Around(i, random))];
    }

    private static Row Around(int place, Random random)
    {
        var features = new float[8];
        for (var i = 0; i < features.Length; i++)
            features[i] = (float)((i % 3 == place % 3 ? 0.7 : 0.3) + (0.4 * (random.NextDouble() - 0.5)));
        return new Row
        {
            Features = features,
            Name = $"class {place % 3}",
            Number = (float)((100 + place) * (1 + (0.3 * Math.Sin(2 * Math.PI * place / 12)) + (0.02 * (random.NextDouble() - 0.5)))),
            Keys = [.. Enumerable.Range(0, 6).Select(_ => (uint)random.Next(1, 5))],
        };
    }
}
