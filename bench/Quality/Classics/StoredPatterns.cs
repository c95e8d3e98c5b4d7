using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Random patterns of -1 and 1, recalled from damaged ones.</summary>
internal static class StoredPatterns
{
    private const int HammingBits = 64;
    private const int HammingFlips = 12;
    private const int HopfieldBits = 200;

    /// <summary>
    /// Share of 1,000 damaged rows that a Hamming network of 8 prototypes names rightly; share of bits, and of whole patterns, that a
    /// Hopfield memory at load 0.1 recalls when a tenth of the bits is turned, by Hebb's rule and by projection; share of the bits
    /// before.
    /// </summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        yield return ("hamming.recall", Seeds.Mean(Hamming));
        foreach (var rule in Enum.GetValues<HopfieldRule>())
        {
            var recalled = Seeds.All.Select(seed => Hopfield(rule, 0.1, seed)).ToArray();
            var name = rule == HopfieldRule.Hebb ? "hopfield" : "hopfield.projection";
            yield return ($"{name}.recall", recalled.Average(r => r.Bits));
            yield return ($"{name}.whole", recalled.Average(r => r.Whole));
        }
        yield return ("hopfield.before", 0.9);
        yield return ("hopfield.overloaded.recall", Seeds.Mean(seed => Hopfield(HopfieldRule.Hebb, 0.25, seed).Bits));
        yield return ("hopfield.projection.overloaded.recall", Seeds.Mean(seed => Hopfield(HopfieldRule.Projection, 0.25, seed).Bits));
    }

    private static double Hamming(int seed)
    {
        var (ml, random) = (new MLContext(seed), new Random(seed));
        var stored = Draw<Short>(8, HammingBits, random);
        using var model = ml.MulticlassClassification.Trainers.HammingNetwork("Name", "Signs").Fit(ml.Data.LoadFromEnumerable(stored));
        var damaged = Enumerable.Range(0, 1000).Select(i => Damage(stored[i % 8], HammingFlips, random)).ToArray();
        var chain = ml.Transforms.Conversion.MapKeyToValue("PredictedLabel");
        var scored = model.Transform(ml.Data.LoadFromEnumerable(damaged));
        var named = chain.Fit(scored).Transform(scored).GetColumn<string>("PredictedLabel");
        return named.Zip(damaged, (name, row) => name == row.Name ? 1.0 : 0).Average();
    }

    private static (double Bits, double Whole) Hopfield(HopfieldRule rule, double load, int seed)
    {
        var (ml, random) = (new MLContext(seed), new Random(seed));
        var stored = Draw<Long>((int)(load * HopfieldBits), HopfieldBits, random);
        using var model = ml.Transforms.HopfieldMemory("Recalled", "Signs", new HopfieldMemoryOptions { Rule = rule })
            .Fit(ml.Data.LoadFromEnumerable(stored));
        var damaged = stored.SelectMany(row => Enumerable.Range(0, 10).Select(_ => Damage(row, HopfieldBits / 10, random))).ToArray();
        var recalled = model.Transform(ml.Data.LoadFromEnumerable(damaged)).GetColumn<float[]>("Recalled").ToArray();
        var right = recalled.Select((row, i) => row.Zip(stored[i / 10].Signs, (a, b) => a == b ? 1.0 : 0).Average()).ToArray();
        return (right.Average(), right.Average(share => share == 1 ? 1.0 : 0));
    }

    private static TRow[] Draw<TRow>(int count, int bits, Random random)
        where TRow : Pattern, new() => [.. Enumerable.Range(0, count).Select(i => new TRow
        {
            Name = $"n{i}",
            Signs = [.. Enumerable.Range(0, bits).Select(_ => random.Next(2) == 0 ? -1f : 1)],
        })];

    private static TRow Damage<TRow>(TRow row, int flips, Random random)
        where TRow : Pattern, new()
    {
        var order = Enumerable.Range(0, row.Signs.Length).ToArray();
        random.Shuffle(order);
        var signs = (float[])row.Signs.Clone();
        foreach (var bit in order.Take(flips))
            signs[bit] = -signs[bit];
        return new TRow { Name = row.Name, Signs = signs };
    }

    internal abstract class Pattern
    {
        public string Name { get; set; } = "";

        public abstract float[] Signs { get; set; }
    }

    internal sealed class Short : Pattern
    {
        [VectorType(HammingBits)]
        public override float[] Signs { get; set; } = [];
    }

    internal sealed class Long : Pattern
    {
        [VectorType(HopfieldBits)]
        public override float[] Signs { get; set; } = [];
    }
}
