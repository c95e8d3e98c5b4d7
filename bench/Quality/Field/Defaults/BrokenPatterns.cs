using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Ten columns from three factors, one a thousand times as large: the anomaly detector with default options finds the rows that break
/// the pattern.
/// </summary>
internal sealed class BrokenPatterns : IFieldCheck
{
    public int Number => 5;

    public string Fault => "the anomaly detector's defaults do not learn: an area under the curve of 0.64";

    public bool Holds() => Enumerable.Range(1, 3).All(seed =>
    {
        var ml = new MLContext(seed);
        var random = new Random(seed);
        var normal = Enumerable.Range(0, 300).Select(_ => new DrawnRows.Row { Features = Pattern(random) }).ToArray();
        var mixed = Enumerable.Range(0, 400).Select(i =>
        {
            var row = new DrawnRows.Row { Features = Pattern(random), Label = i % 4 == 0 ? 1 : 0 };
            if (i % 4 == 0)
                row.Features[random.Next(1, 10)] += 6;
            return row;
        }).ToArray();
        using var model = ml.AnomalyDetection.Trainers.Autoencoder().Fit(DrawnRows.View(ml, normal));
        var area = ml.AnomalyDetection.Evaluate(model.Transform(DrawnRows.View(ml, mixed))).AreaUnderRocCurve;
        Console.Error.WriteLine(FormattableString.Invariant($"(field.5: area under the curve {area:F3})"));
        return area >= 0.95;
    });

    private static float[] Pattern(Random random)
    {
        double[] drawn = [Draws.Normal(random), Draws.Normal(random), Draws.Normal(random)];
        return [.. Enumerable.Range(0, 10).Select(i =>
            (float)((i == 0 ? 1000 : 1) * (drawn[i % 3] + (0.7 * drawn[(i + 1) % 3]) + (0.1 * Draws.Normal(random)))))];
    }
}
