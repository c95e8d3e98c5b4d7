using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>The step that the workload <c>resnet18</c> repeats: 32 pictures of 3×32×32.</summary>
internal sealed class ResNet18Step
{
    private const int Rows = 320, Epochs = 4, Batch = 32, Side = 32;
    private readonly MLContext _ml = new(seed: 1);

    /// <summary>Its convolutions, from the first to the last, but for the three of 1×1 beside the blocks.</summary>
    public static IReadOnlyList<ConvolutionPart> Convolutions { get; } =
    [
        new(1, 3, 64, Kernel: 7, Stride: 2, Side: 32, Batch) { HasInputSlope = false },
        new(4, 64, 64, Kernel: 3, Stride: 1, Side: 8, Batch),
        new(1, 64, 128, Kernel: 3, Stride: 2, Side: 8, Batch),
        new(3, 128, 128, Kernel: 3, Stride: 1, Side: 4, Batch),
        new(1, 128, 256, Kernel: 3, Stride: 2, Side: 4, Batch),
        new(3, 256, 256, Kernel: 3, Stride: 1, Side: 2, Batch),
        new(1, 256, 512, Kernel: 3, Stride: 2, Side: 2, Batch),
        new(3, 512, 512, Kernel: 3, Stride: 1, Side: 1, Batch),
    ];

    /// <summary>What a step takes in the fastest epoch of a fit, in ms.</summary>
    /// <exception cref="NotSupportedException">The processor lacks the precision.</exception>
    public double Milliseconds(Precision precision)
    {
        var watch = new Watch();
        using var model = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            Network = ConvolutionalNetworkKind.ResNet18,
            CompareWithBaselines = false,
            Training = new TrainingOptions { Epochs = Epochs, BatchSize = Batch, Precision = precision, Callbacks = [watch] },
        }).Fit(ConvolutionalFit.Rows(_ml, Rows, 3, Side));
        return 1000 * Batch / watch.RowsPerSecond;
    }

    private sealed class Watch : TrainingCallback
    {
        public double RowsPerSecond { get; private set; }

        protected override void EpochFinished(TrainingStatus status) =>
            RowsPerSecond = Math.Max(RowsPerSecond, status.Epochs[^1].RowsPerSecond);
    }
}
