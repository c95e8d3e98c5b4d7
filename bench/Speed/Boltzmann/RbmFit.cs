using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>784 × 256 bits, batch 64, one step of contrastive divergence: one fit over 4096 rows, the reading included.</summary>
internal sealed class RbmFit : ISpeedWorkload
{
    private const int Rows = 4096;
    private const int Epochs = 10;
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _rows;

    public RbmFit()
    {
        var random = new Random(1);
        _rows = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, Rows).Select(_ =>
        {
            var image = new Image();
            for (var i = 0; i < image.Pixels.Length; i++)
                image.Pixels[i] = random.NextSingle() < 0.2f ? 1 : 0;
            return image;
        }).ToArray());
    }

    public string Name => "rbm_cd1";

    public string? PythonPeer => "rbm.py";

    public bool HasScikitLearnPeer => true;

    public double Run()
    {
        var estimator = _ml.Transforms.RestrictedBoltzmannMachine("Features", "Pixels", new RbmOptions
        {
            HiddenSize = 256,
            Training = new TrainingOptions
            {
                Epochs = Epochs,
                BatchSize = 64,
                LearningRate = 0.05,
                Optimizer = new GradientDescentOptimizer { Momentum = 0.5 },
            },
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
