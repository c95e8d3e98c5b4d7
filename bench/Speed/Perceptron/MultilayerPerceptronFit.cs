using System.Diagnostics;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>64-128-10, ReLU, batch 32, Adam: one fit over the handwritten digits, the reading included.</summary>
internal class MultilayerPerceptronFit : ISpeedWorkload
{
    public const int Epochs = 20;
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _digits;

    public MultilayerPerceptronFit() => _digits = DigitRows.Load(_ml);

    public virtual string Name => "mlp";

    public string PeerName => "mlp";

    public string? PythonPeer => "dense.py";

    protected virtual Precision Precision => Precision.Float32;

    public double Run()
    {
        var estimator = Estimator(_ml, Epochs, Precision);
        var clock = Stopwatch.StartNew();
        using var model = estimator.Fit(_digits);
        return DigitRows.Count * Epochs / clock.Elapsed.TotalSeconds;
    }

    public static MultilayerPerceptronEstimator Estimator(MLContext ml, int epochs, Precision precision = Precision.Float32) =>
        ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [128],
            Training = new TrainingOptions { Epochs = epochs, BatchSize = 32, Precision = precision },
        });
}

/// <summary>The same in bfloat16, against the loop in float32.</summary>
internal sealed class MultilayerPerceptronMixedFit : MultilayerPerceptronFit
{
    public override string Name => "mlp_bf16";

    protected override Precision Precision => Precision.BFloat16;
}
