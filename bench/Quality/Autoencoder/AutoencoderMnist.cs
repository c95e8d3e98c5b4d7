using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// MNIST's first 8,000 test pictures learned, the last 2,000 measured, mean of three seeds: 32 numbers, noise, and the variational
/// bound.
/// </summary>
internal abstract class AutoencoderMnist : IQualityTask
{
    private protected const int Seeds = 3;

    public abstract string Name { get; }

    public IEnumerable<(string Name, double Value)> Run()
    {
        if (ImageRows.Mnist() is not { } rows)
        {
            Console.Error.WriteLine($"{Name}: left out, MNIST's files are not there.");
            return [];
        }
        return Run(rows[..8000], rows[8000..]);
    }

    private protected abstract IEnumerable<(string Name, double Value)> Run(float[][] train, float[][] test);

    private protected static double Mean(Func<MLContext, double> measure) =>
        Enumerable.Range(1, Seeds).Average(seed => measure(new MLContext(seed)));

    private protected static double Decibels(double error) => 10 * Math.Log10(1 / error);
}

/// <summary>784-256-32, mirrored, batch 64, 30 epochs.</summary>
internal sealed class AutoencoderMnistCode : AutoencoderMnist
{
    public override string Name => "mnist.ae32";

    private protected override IEnumerable<(string Name, double Value)> Run(float[][] train, float[][] test)
    {
        yield return ("mnist.ae32.mse", Mean(ml =>
        {
            using var model = ml.Transforms.Autoencoder("Code", "Pixels", new AutoencoderOptions
            {
                HiddenSizes = [256],
                CodeSize = 32,
                Loss = ReconstructionLoss.SquaredError,
                Training = new TrainingOptions { Epochs = 30, BatchSize = 64 },
            }).Fit(ImageRows.View(ml, train));
            return ImageRows.MeanSquaredError(test, ImageRows.Read(model.Reconstruct(ImageRows.View(ml, test))));
        }));
        yield return ("mnist.ae32.mse (PCA-32)",
            ImageRows.MeanSquaredError(test, LinearBaselines.Components(train, test, 32).Reconstruction));
    }
}

/// <summary>784-512-784, Gaussian noise with standard deviation 0.5, cut off at 0 and 1, drawn anew in every batch.</summary>
internal sealed class AutoencoderMnistNoise : AutoencoderMnist
{
    public override string Name => "mnist.denoise";

    private protected override IEnumerable<(string Name, double Value)> Run(float[][] train, float[][] test)
    {
        var noisy = Noisy(test, 2);
        var before = Decibels(ImageRows.MeanSquaredError(test, noisy));
        yield return ("mnist.denoise.gain_db", Mean(ml =>
        {
            using var model = ml.Transforms.Autoencoder("Code", "Pixels", new AutoencoderOptions
            {
                CodeSize = 512,
                CodeActivation = Activation.ReLU,
                Corruption = new GaussianCorruption { StandardDeviation = 0.5, ClipToUnitInterval = true },
                Loss = ReconstructionLoss.SquaredError,
                Training = new TrainingOptions { Epochs = 30, BatchSize = 64, Schedule = new CosineSchedule() },
            }).Fit(ImageRows.View(ml, train));
            return Decibels(ImageRows.MeanSquaredError(test, ImageRows.Read(model.Reconstruct(ImageRows.View(ml, noisy))))) - before;
        }));
        yield return ("mnist.denoise.gain_db (ridge regression)",
            Decibels(ImageRows.MeanSquaredError(test, LinearBaselines.Ridge(Noisy(train, 3), train, noisy, 100))) - before);
        yield return ("mnist.denoise.noisy_db", before);
    }

    private static float[][] Noisy(float[][] rows, int seed)
    {
        var random = new Random(seed);
        return [.. rows.Select(row => row.Select(value =>
        {
            var normal = Draws.Normal(random);
            return (float)Math.Clamp(value + (0.5 * normal), 0, 1);
        }).ToArray())];
    }
}

/// <summary>784-400-20, Bernoulli likelihood, 100 epochs: the bound on the logarithm of the likelihood, in nats per picture.</summary>
internal sealed class AutoencoderMnistBound : AutoencoderMnist
{
    public override string Name => "mnist.vae20";

    private protected override IEnumerable<(string Name, double Value)> Run(float[][] train, float[][] test)
    {
        yield return ("mnist.vae20.bound", Mean(ml =>
        {
            using var model = ml.Transforms.Autoencoder("Code", "Pixels", new AutoencoderOptions
            {
                HiddenSizes = [400],
                CodeSize = 20,
                Loss = ReconstructionLoss.CrossEntropy,
                Variational = new VariationalCode(),
                Training = new TrainingOptions { Epochs = 100, BatchSize = 64, Schedule = new CosineSchedule() },
            }).Fit(ImageRows.View(ml, train), ImageRows.View(ml, test)); // the test rows are measured, never learned from
            return model.TrainingHistory.Epochs[^1].Metrics["validation bound"];
        }));
        yield return ("mnist.vae20.bound (independent pixels)", IndependentPixels(train, test));
    }

    private static double IndependentPixels(float[][] train, float[][] test)
    {
        var means = Enumerable.Range(0, 784).Select(i => Math.Clamp(train.Average(row => (double)row[i]), 1e-3, 1 - 1e-3)).ToArray();
        return test.Average(row => row.Select((value, i) => (value * Math.Log(means[i])) + ((1 - value) * Math.Log(1 - means[i]))).Sum());
    }
}
