using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>The same regression with the target as it is, a thousandfold and lifted by 100,000: the unit must not matter.</summary>
internal static class ShiftParts
{
    private const double Tolerance = 0.02;

    /// <summary>Two tables.</summary>
    public static IEnumerable<DefaultsPart> All() =>
        from source in TableSource.Of("friedman1", "cars")
        let name = $"defaults.shift.{source.Name}"
        select new DefaultsPart(name, bars => Measure(name, source.Read(), bars));

    private static IEnumerable<(string Name, double Value)> Measure(string name, Table table, Bars bars)
    {
        var plain = Score(name, table);
        yield return (name, plain);
        foreach (var (unit, change) in new (string, Func<float, float>)[] { ("thousandfold", y => 1000 * y), ("lifted", y => y + 1e5f) })
        {
            var score = Score($"{name}.{unit}", table with { Labels = [.. table.Labels.Select(change)] });
            yield return ($"{name}.{unit}", score);
            bars.Judge("shift", $"{name}.{unit}", Math.Abs(score - plain) <= Tolerance);
        }
    }

    private static double Score(string name, Table table) =>
        Seeds.Mean(seed => SupervisedParts.Perceptron(name, new MLContext(seed), table.Split(seed)).Score);
}
