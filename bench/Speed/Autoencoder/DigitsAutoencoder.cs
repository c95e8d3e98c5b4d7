using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>The network of the main job, 64-48-8-48-64: one fit over the handwritten digits, the reading included.</summary>
internal sealed class DigitsAutoencoder : ISpeedWorkload
{
    private const int Epochs = 20;
    private readonly MLContext _ml = new(seed: 1);
    private readonly Lazy<IDataView> _digits;

    public DigitsAutoencoder() => _digits = new(() =>
    {
        var rows = _ml.Data.LoadFromTextFile<Digit>(RepositoryFiles.Data("digits.csv"), separatorChar: ',', hasHeader: true);
        return _ml.Data.Cache(_ml.Transforms.NormalizeMinMax("Pixels").Fit(rows).Transform(rows));
    });

    public string Name => "digits_autoencoder";

    public string? PythonPeer => "dense.py";

    public double Run()
    {
        var estimator = _ml.Transforms.Autoencoder("Code", "Pixels", new AutoencoderOptions
        {
            HiddenSizes = [48],
            CodeSize = 8,
            Loss = ReconstructionLoss.SquaredError,
            Training = new TrainingOptions { Epochs = Epochs, BatchSize = 32 },
        });
        var digits = _digits.Value;
        var clock = Stopwatch.StartNew();
        using var model = estimator.Fit(digits);
        return 1797 * Epochs / clock.Elapsed.TotalSeconds;
    }

    private sealed class Digit
    {
        [LoadColumn(0, 63), VectorType(64)]
        public float[] Pixels { get; set; } = [];
    }
}
