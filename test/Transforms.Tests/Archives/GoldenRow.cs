using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>A row from which every kind of model finds something to learn.</summary>
internal sealed class GoldenRow
{
    [VectorType(8)]
    public float[] Features { get; set; } = [];

    public string Name { get; set; } = "";

    public bool IsFirst { get; set; }

    public float Number { get; set; }

    [KeyType(3)]
    public uint[] Keys { get; set; } = [];

    [KeyType(3)]
    public uint[] Next { get; set; } = [];

    /// <summary>Where the first high number of the features is, from 1, and 1.</summary>
    [KeyType(3)]
    public uint[] Marks { get; set; } = [];

    public string Text { get; set; } = "";

    [KeyType(6)]
    public uint User { get; set; }

    [KeyType(4)]
    public uint Item { get; set; }

    public float Stars { get; set; }

    public DateTime Time { get; set; }

    /// <summary>Makes rows, always the same.</summary>
    public static GoldenRow[] Create(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var centre = i % 3;
            var keys = Enumerable.Range(0, 2 + (i % 3)).Select(_ => (uint)random.Next(1, 4)).ToArray();
            var features = Enumerable.Range(0, 8)
                .Select(j => (float)((j % 3 == centre ? 0.8 : 0.2) + (0.1 * random.NextDouble()))).ToArray();
            return new GoldenRow
            {
                Features = features,
                Name = $"class {centre}",
                IsFirst = centre == 0,
                Number = features.Sum(),
                Keys = keys,
                Next = [.. keys.Skip(1), keys[^1]],
                Marks = [(uint)centre + 1, 1],
                Text = string.Concat(keys.Select(key => (char)('a' + key))),
                User = (uint)(i % 6) + 1,
                Item = (uint)(i % 4) + 1,
                Stars = 1 + (i % 5),
                Time = new DateTime(2026, 3, 1, 8, 0, 0).AddSeconds(20 * i),
            };
        })];
    }
}
