using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// MNIST, 128 sigmoid units: the norm of the code's Jacobian and the error of a contractive network over those of a plain one.
/// </summary>
internal sealed class AutoencoderContraction : AutoencoderMnist
{
    private const double Weight = 0.3 / 784; // beside a loss that is a mean over the 784 pixels

    public override string Name => "contractive";

    private protected override IEnumerable<(string Name, double Value)> Run(float[][] train, float[][] test)
    {
        var pairs = Enumerable.Range(1, Seeds)
            .Select(seed => (Contractive: Measure(train, test, seed, Weight), Plain: Measure(train, test, seed, 0))).ToArray();
        yield return ("contractive.ratio", pairs.Average(p => p.Contractive.Norm / p.Plain.Norm));
        yield return ("contractive.mse_ratio", pairs.Average(p => p.Contractive.Error / p.Plain.Error));
        yield return ("contractive.mse (plain)", pairs.Average(p => p.Plain.Error));
    }

    private static (double Norm, double Error) Measure(float[][] train, float[][] test, int seed, double weight)
    {
        var ml = new MLContext(seed);
        using var model = ml.Transforms.Autoencoder("Code", "Pixels", RegularizerOptions.Sigmoid(40) with { ContractionWeight = weight })
            .Fit(ImageRows.View(ml, train));
        // ‖∂h/∂x‖_F by finite differences along random directions: E‖J v‖² = ‖J‖²_F for v with independent standard normal entries.
        const float step = 1e-2f;
        var random = new Random(1);
        var codes = model.Encode(test);
        var norm = Enumerable.Range(0, 4).Average(_ =>
        {
            var moved = model.Encode([.. test.Select(row => row.Select(v => v + (step * Normal(random))).ToArray())]);
            return codes.Zip(moved, (a, b) => a.Zip(b, (p, q) => Math.Pow((q - p) / step, 2)).Sum()).Average();
        });
        return (Math.Sqrt(norm), ImageRows.MeanSquaredError(test, ImageRows.Read(model.Reconstruct(ImageRows.View(ml, test)))));
    }

    private static float Normal(Random random) =>
        (float)Draws.Normal(random);
}

/// <summary>MNIST, 128 sigmoid units held near a mean activation of 0.05.</summary>
internal sealed class AutoencoderSparsity : AutoencoderMnist
{
    private const double Target = 0.05;

    public override string Name => "sparse";

    private protected override IEnumerable<(string Name, double Value)> Run(float[][] train, float[][] test)
    {
        yield return ("sparse.gap",
            Mean(ml => Math.Abs(Activation(ml, train, test, new KullbackLeiblerSparsity { Target = Target, Weight = 0.05 }) - Target)));
        yield return ("sparse.gap (plain network)", Math.Abs(Activation(new MLContext(1), train, test, null) - Target));
    }

    private static double Activation(MLContext ml, float[][] train, float[][] test, CodeSparsity? sparsity)
    {
        using var model = ml.Transforms.Autoencoder("Code", "Pixels", RegularizerOptions.Sigmoid(15) with { Sparsity = sparsity })
            .Fit(ImageRows.View(ml, train));
        return model.Encode(test).Average(code => code.Average());
    }
}

/// <summary>The network that both tasks share.</summary>
internal static class RegularizerOptions
{
    public static AutoencoderOptions Sigmoid(int epochs) => new()
    {
        CodeSize = 128,
        CodeActivation = Activation.Sigmoid,
        Loss = ReconstructionLoss.CrossEntropy,
        Training = new TrainingOptions { Epochs = epochs, BatchSize = 64 },
    };
}
