using System.Diagnostics;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>64-128-10, ReLU, batch 32, Adam: one fit over the handwritten digits, the reading included.</summary>
internal sealed class MultilayerPerceptronFit : ISpeedWorkload
{
    public const int Epochs = 20;
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _digits;

    public MultilayerPerceptronFit() => _digits = DigitRows.Load(_ml);

    public string Name => "mlp";

    public string? PythonPeer => "dense.py";

    public double Run()
    {
        var estimator = Estimator(_ml, Epochs);
        var clock = Stopwatch.StartNew();
        using var model = estimator.Fit(_digits);
        return DigitRows.Count * Epochs / clock.Elapsed.TotalSeconds;
    }

    public static MultilayerPerceptronEstimator Estimator(MLContext ml, int epochs) =>
        ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [128],
            Training = new TrainingOptions { Epochs = epochs, BatchSize = 32 },
        });
}
