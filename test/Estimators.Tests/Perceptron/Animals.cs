using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.MultilayerPerceptron;

/// <summary>
/// A table of mixed columns: the kind follows from island and weight, with holes in the weight; the price follows from the owner.
/// </summary>
internal static class Animals
{
    public const int Owners = 40;

    public static IDataView Create(MLContext ml, int rows, int seed) => ml.Data.LoadFromEnumerable(Rows(rows, seed));

    public static Animal[] Rows(int rows, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => Draw(random))];
    }

    private static Animal Draw(Random random)
    {
        var (island, isLarge, owner) = (random.Next(3), random.Next(2) == 1, random.Next(Owners));
        return new Animal
        {
            Island = new[] { "Biscoe", "Dream", "Torgersen" }[island],
            Weight = random.Next(10) == 0 ? float.NaN : (float)(4000 + (isLarge ? 900 : -900) + (random.NextDouble() * 600)),
            Height = (isLarge ? 70 : 40) + (random.NextDouble() * 20),
            Year = 1_700_000_000 + (isLarge ? 20 : 0) + random.Next(10),
            IsOld = random.Next(2) == 1,
            Bill = [(float)random.NextDouble(), (float)random.NextDouble()],
            Owner = (uint)owner + 1,
            Kind = island == 0 ? "seal" : isLarge ? "gentoo" : "adelie",
            IsLarge = isLarge,
            Price = (float)(100 * Math.Sin(owner * 12.9898)),
        };
    }

    internal sealed class Animal
    {
        public string Island { get; set; } = "";

        public float Weight { get; set; }

        public double Height { get; set; }

        public int Year { get; set; }

        public bool IsOld { get; set; }

        [VectorType(2)]
        public float[] Bill { get; set; } = [];

        [KeyType(1u << 30)]
        public uint Owner { get; set; }

        public string Kind { get; set; } = "";

        public bool IsLarge { get; set; }

        public float Price { get; set; }
    }
}
