using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Features that a Boltzmann machine and a deep belief network make of real numbers, blobs with readings 20 deviations off among them
/// and penguins: a linear classifier does nearly as well on them as on the columns.
/// </summary>
internal sealed class RealValuedFeatures : IFieldCheck
{
    private const double Lost = 0.05;

    public int Number => 25;

    public string Fault => "features of machines over real numbers carry nothing, and Gaussian units diverge at their default rate";

    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        return Holds(ml, "blobs", DrawnRows.YesNo(ml, Blobs())) & Holds(ml, "penguins", Penguins(ml));
    }

    private static bool Holds(MLContext ml, string name, IDataView data)
    {
        var keyed = ml.Transforms.Conversion.MapValueToKey("Key", "Label").Fit(data).Transform(data);
        using var machine = ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features").Fit(keyed);
        using var deep = ml.Transforms.DeepBeliefNetwork("Hidden", "Features").Fit(keyed);
        var (raw, of, ofDeep) = (Accuracy(ml, keyed, "Features"), Accuracy(ml, machine.Transform(keyed), "Hidden"),
            Accuracy(ml, deep.Transform(keyed), "Hidden"));
        Console.Error.WriteLine(
            FormattableString.Invariant(
                $"(field.25: {name}: accuracy {raw:F3} on the columns, {of:F3} on a machine's features, {ofDeep:F3} on a deep network's)"));
        return of >= raw - Lost && ofDeep >= raw - Lost;
    }

    private static double Accuracy(MLContext ml, IDataView data, string features) => ml.MulticlassClassification.CrossValidate(
        data, ml.Transforms.NormalizeMeanVariance(features)
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key", features)), 5, "Key")
        .Average(fold => fold.Metrics.MicroAccuracy);

    private static DrawnRows.Row[] Blobs()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 400).Select(i => new DrawnRows.Row
        {
            Features =
            [
                (float)((i % 2 * 40) + (10 * Draws.Normal(random))),
                (float)(5000 + (i % 2 * 900) + (300 * (i % 90 == 7 ? 20 : Draws.Normal(random)))),
                (float)(i % 100 == 3 ? -20 : Draws.Normal(random)),
            ],
            Label = i % 2,
        })];
    }

    private static IDataView Penguins(MLContext ml)
    {
        var file = new CsvColumns("penguins.csv");
        var (numbers, species) = (file.Rows("BeakLength", "BeakDepth", "FlipperLength", "BodyMass"), file.Classes("Species"));
        return DrawnRows.View(
            ml, numbers.Zip(species, (row, kind) => new DrawnRows.Row { Features = row, Label = kind })
                .Where(row => row.Features.All(float.IsFinite)));
    }
}
