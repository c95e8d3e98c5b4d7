using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// 1→16→32 with stride 2 and kernels of 3, back with kernels of 4, batch 64, squared error, Adam: one fit over 28×28 pixels, the
/// reading included.
/// </summary>
internal sealed class AutoencoderConvolutions : ISpeedWorkload
{
    private const int Rows = 2048;
    private const int Epochs = 8;
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _rows;

    public AutoencoderConvolutions()
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

    public string Name => "conv_autoencoder";

    public string? PythonPeer => "autoencoder.py";

    public string Unit => "images";

    public double Run()
    {
        var estimator = _ml.Transforms.Autoencoder("Code", "Pixels", new AutoencoderOptions
        {
            CodeActivation = Activation.ReLU,
            OutputActivation = Activation.Sigmoid,
            Loss = ReconstructionLoss.SquaredError,
            Convolution = new AutoencoderConvolution { Height = 28, Width = 28, Channels = 1, Filters = [16, 32], DenseCode = false },
            Training = new TrainingOptions { Epochs = Epochs, BatchSize = 64 },
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
