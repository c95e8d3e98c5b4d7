using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>784-256-64-256-784, ReLU, sigmoid out, batch 128, squared error, Adam: one fit over 8192 rows, the reading included.</summary>
internal sealed class DenseAutoencoderFit : ISpeedWorkload
{
    private const int Rows = 8192;
    private const int Epochs = 20;
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _rows;

    public DenseAutoencoderFit()
    {
        var random = new Random(1);
        _rows = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, Rows).Select(_ =>
        {
            var image = new Image();
            for (var i = 0; i < image.Pixels.Length; i++)
                image.Pixels[i] = random.NextSingle();
            return image;
        }).ToArray());
    }

    public string Name => "dense_autoencoder";

    public string? PythonPeer => "dense.py";

    public double Run()
    {
        var estimator = _ml.Transforms.Autoencoder("Code", "Pixels", new AutoencoderOptions
        {
            HiddenSizes = [256],
            CodeSize = 64,
            CodeActivation = Activation.ReLU,
            OutputActivation = Activation.Sigmoid,
            Loss = ReconstructionLoss.SquaredError,
            Training = new TrainingOptions { Epochs = Epochs, BatchSize = 128 },
        });
        var clock = Stopwatch.StartNew();
        using var model = estimator.Fit(_rows);
        return Rows * Epochs / clock.Elapsed.TotalSeconds;
    }

    private sealed class Image
    {
        [VectorType(784)]
        public float[] Pixels { get; set; } = new float[784];
    }
}
