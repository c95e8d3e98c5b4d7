using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// A U-Net that halves twice, 16-32-64 filters, adds its answer to the picture and learns by the absolute difference: pairs of 28×28
/// pixels, batch 32, Adam; one fit, the reading and the comparison with the input as it is included.
/// </summary>
internal sealed class UNetFit : ISpeedWorkload
{
    private const int Rows = 256;
    private const int Epochs = 8;
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _rows;

    public UNetFit()
    {
        var random = new Random(1);
        _rows = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, Rows).Select(_ => new Pair
        {
            Given = [.. Enumerable.Range(0, 28 * 28).Select(_ => random.NextSingle())],
            Wanted = [.. Enumerable.Range(0, 28 * 28).Select(_ => random.NextSingle())],
        }).ToArray());
    }

    public string Name => "unet";

    public string? PythonPeer => "translation.py";

    public string Unit => "images";

    public double Run()
    {
        var estimator = _ml.Transforms.TranslateImage("Made", "Given", "Wanted", new TranslateImageOptions
        {
            Generator = new UNetGenerator { Depth = 2, Filters = 16 },
            Base = ImageBase.Input,
            Training = new TrainingOptions { Epochs = Epochs, BatchSize = 32 },
        });
        var clock = Stopwatch.StartNew();
        using var model = estimator.Fit(_rows);
        return Rows * Epochs / clock.Elapsed.TotalSeconds;
    }

    private sealed class Pair
    {
        [VectorType(1, 28, 28)]
        public float[] Given { get; set; } = [];

        [VectorType(1, 28, 28)]
        public float[] Wanted { get; set; } = [];
    }
}
