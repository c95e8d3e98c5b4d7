using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Digits of which few have a label: a perceptron from scratch, and from layers that a deep belief network or a denoising autoencoder has
/// learned of the others without labels.
/// </summary>
internal static class CarriedDigits
{
    private const int Unlabelled = 1000, Validation = 297;
    private const int Labels = 50;
    private const int Draws = 5;

    private static readonly int[] Sizes = [128, 64];

    /// <summary>Accuracy on 500 other digits, mean of five draws.</summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        var draws = Enumerable.Range(1, Draws).Select(seed => Measure(seed).ToArray()).ToArray();
        var means = draws[0].Select((found, i) => (found.Name, Value: draws.Average(draw => draw[i].Value))).ToArray();
        yield return ("transfer.mlp.gain", means[0].Value - means[1].Value);
        foreach (var (name, value) in means)
            yield return ($"transfer.mlp.accuracy ({name})", value);
    }

    private static IEnumerable<(string Name, double Value)> Measure(int seed)
    {
        var ml = new MLContext(seed);
        var rows = GanRows.Digits();
        new Random(seed).Shuffle(rows);
        var all = GanRows.Keyed(ml, rows[..Unlabelled]);
        var few = GanRows.Keyed(ml, rows[..Labels]);
        var test = GanRows.Keyed(ml, rows[(Unlabelled + Validation)..]); // settings were chosen on those between
        double Accuracy(Activation function, TransferOptions? transfer)
        {
            using var model = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
            {
                HiddenSizes = Sizes,
                HiddenActivation = function,
                Transfer = transfer,
                Training = new TrainingOptions { Epochs = 100, BatchSize = 10, LearningRate = 3e-3, Schedule = new CosineSchedule() },
            }).Fit(few);
            return ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;
        }
        using var codes = ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [Sizes[0]],
            CodeSize = Sizes[1],
            HiddenActivation = Activation.Sigmoid,
            CodeActivation = Activation.Sigmoid,
            Corruption = new MaskingCorruption(),
            Training = new TrainingOptions { Epochs = 60, BatchSize = 20, LearningRate = 2e-3 },
        }).Fit(all);
        using var beliefs = ml.Transforms.DeepBeliefNetwork("Top", "Features", new DeepBeliefOptions
        {
            Layers = [.. Sizes.Select(size => new DeepBeliefLayer { HiddenSize = size })],
            Training = new RbmOptions().Training with { Epochs = 60, BatchSize = 20 },
        }).Fit(all);
        yield return ("from a denoising autoencoder", Accuracy(Activation.Sigmoid, new TransferOptions { Model = codes }));
        yield return ("from scratch", Accuracy(Activation.Sigmoid, null));
        yield return ("from a deep belief network", Accuracy(Activation.Sigmoid, new TransferOptions { Model = beliefs }));
        yield return ("rectifiers, from scratch", Accuracy(Activation.ReLU, null));
        var linear = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: 0.1f).Fit(few);
        yield return ("linear", ml.MulticlassClassification.Evaluate(linear.Transform(test)).MicroAccuracy);
    }
}
