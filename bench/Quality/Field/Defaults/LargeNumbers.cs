using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Labels around 200,000 are predicted with default options, and a feature ten thousand times the others costs a classifier nothing.
/// </summary>
internal sealed class LargeNumbers : IFieldCheck
{
    public int Number => 2;

    public string Fault => "numbers to predict, and features, are not scaled: R² far below 0, 35 points of accuracy lost";

    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var rows = DrawnRows.Create(random, 800, 5, x => 200_000 + (50_000 * x[0]) + (20_000 * x[3]));
        var (train, test) = (DrawnRows.View(ml, rows[..500]), DrawnRows.View(ml, rows[500..]));
        double R2(ITransformer model) => ml.Regression.Evaluate(model.Transform(test)).RSquared;
        using var perceptron = ml.Regression.Trainers.MultilayerPerceptron().Fit(train);
        using var deep = ml.Regression.Trainers.DeepBeliefNetwork().Fit(train);
        using var recurrent = ml.Regression.Trainers.RecurrentNetwork().Fit(train);
        double[] found = [R2(perceptron), R2(deep), R2(recurrent)];
        var classes = DrawnRows.Create(random, 600, 4, x => x[0] + x[1], i => i == 0 ? 10_000 : 1);
        using var classifier = ml.BinaryClassification.Trainers.MultilayerPerceptron().Fit(DrawnRows.YesNo(ml, classes[..400]));
        var accuracy = ml.BinaryClassification.Evaluate(classifier.Transform(DrawnRows.YesNo(ml, classes[400..]))).Accuracy;
        Console.Error.WriteLine(FormattableString.Invariant(
            $"(field.2: R² {found[0]:F4} of a perceptron, {found[1]:F4} of a deep belief network, {found[2]:F4} of a recurrent network; ")
            + FormattableString.Invariant($"accuracy {accuracy:F3})"));
        return found.All(r => r >= 0.99) && accuracy >= 0.93;
    }
}
