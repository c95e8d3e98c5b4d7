using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Amounts over ten powers of ten, beside readings: machines, deep belief networks and augmenters of vectors keep the small ones with
/// nothing set, and take a reading times ten thousand as it was.
/// </summary>
internal sealed class HeavyNumbers : IFieldCheck
{
    private const int Rows = 600;

    public int Number => 2;

    public string Fault => "real numbers of Boltzmann machines, and vectors of augmenters, are scaled by their largest alone";

    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        var data = View(ml, 1);
        using var machine = ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features").Fit(data);
        var (small, large) = (Median(machine.Reconstruct(data), 0), Median(machine.Reconstruct(data), 1));
        using var deep = ml.BinaryClassification.Trainers.DeepBeliefNetwork().Fit(data);
        var accuracy = ml.BinaryClassification.Evaluate(deep.Transform(data)).Accuracy;
        using var far = ml.BinaryClassification.Trainers.DeepBeliefNetwork().Fit(View(ml, 10_000));
        var ofFar = ml.BinaryClassification.Evaluate(far.Transform(View(ml, 10_000))).Accuracy;
        var options = new GanAugmenterOptions();
        using var augmenter = ml.Transforms.AugmentWithGan(
            "Features", null, options with { Training = options.Training with { Epochs = 60 } }).Fit(data);
        var made = augmenter.Generate(1000, seed: 1).Average(row => row[0] < 100 ? 1.0 : 0);
        var real = data.GetColumn<float[]>("Features").Average(row => row[0] < 100 ? 1.0 : 0);
        Console.Error.WriteLine(
            FormattableString.Invariant($"(field.2: a machine restores medians of {small:G3} and {large:G3} for 0.1 and 100,000; accuracy ")
            + FormattableString.Invariant($"{accuracy:F3} of a deep belief network, {ofFar:F3} with a reading times 10,000; amounts below ")
            + FormattableString.Invariant($"100: {made:P0} of an augmenter's, {real:P0} of the real ones)"));
        // A lone machine restores by halves: its noise is as large as the data (docs/rbm-dbn.md).
        return small is > 0 and < 1000 && large > 3 * small && accuracy >= 0.95 && ofFar >= 0.95 && Math.Abs(made - real) < 0.15;
    }

    private static float Median(IDataView data, int kind) =>
        data.GetColumn<float[]>("Features").Where((_, i) => i % 2 == kind).Select(row => row[0]).Order().ElementAt(Rows / 4);

    // Amounts around 0.1 of one kind and around 100,000 of the other.
    private static IDataView View(MLContext ml, float factor)
    {
        var random = new Random(1);
        return DrawnRows.YesNo(ml, [.. Enumerable.Range(0, Rows).Select(i => new DrawnRows.Row
        {
            Features =
            [
                (float)Math.Pow(10, (i % 2 * 6) - 1 + Draws.Normal(random)),
                (float)(factor * ((i % 2) + Draws.Normal(random))),
                (float)Draws.Normal(random),
            ],
            Label = i % 2,
        })]);
    }
}
