using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// DCGAN, 64 numbers of noise, pictures of 28×28, batch 64: training through the estimator, the reading and the measuring included.
/// </summary>
internal sealed class GanDcgan : ISpeedWorkload
{
    private const int Rows = 1920;
    private const int Epochs = 1;
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _pictures;

    public GanDcgan()
    {
        var random = new Random(1);
        _pictures = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, Rows).Select(_ => new Picture
        {
            Features = [.. Enumerable.Range(0, 784).Select(_ => random.NextSingle())],
        }).ToArray());
    }

    public string Name => "dcgan";

    public string? PythonPeer => "gan.py";

    public string Unit => "images";

    public double Run()
    {
        var estimator = _ml.Transforms.AugmentWithGan("Features", null, new GanAugmenterOptions
        {
            Picture = new GanPicture(28, 28),
            Convolutional = true,
            Filters = 64,
            LatentSize = 64,
            Dropout = 0,
            Training = new GanAugmenterOptions().Training with { Epochs = Epochs, BatchSize = 64, LearningRate = 2e-4 },
        });
        var clock = Stopwatch.StartNew();
        using var model = estimator.Fit(_pictures);
        return Rows * Epochs / clock.Elapsed.TotalSeconds;
    }

    private sealed class Picture
    {
        [VectorType(784)]
        public float[] Features { get; set; } = [];
    }
}
