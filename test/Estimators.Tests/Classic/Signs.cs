using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Classic;

/// <summary>Rows of -1 and 1, each with a class of its own.</summary>
internal static class Signs
{
    public const int Bits = 32;

    public static Row[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(row => new Row
        {
            Features = [.. Enumerable.Range(0, Bits).Select(_ => random.Next(2) == 0 ? -1f : 1)],
            Name = $"n{row}",
        })];
    }

    /// <summary>The same with some bits turned, never the same twice.</summary>
    public static Row Damage(Row row, int bits, int seed)
    {
        var order = Enumerable.Range(0, Bits).ToArray();
        new Random(seed).Shuffle(order);
        var features = (float[])row.Features.Clone();
        foreach (var bit in order.Take(bits))
            features[bit] = -features[bit];
        return new Row { Features = features, Name = row.Name };
    }

    public static IDataView View(MLContext ml, IEnumerable<Row> rows) => ml.Data.LoadFromEnumerable(rows);

    internal sealed class Row
    {
        [VectorType(Bits)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }
}
