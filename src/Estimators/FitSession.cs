using DeepML.Data;
using DeepML.Trainers;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>What one call of <c>Fit</c> needs whatever the architecture: the seed, the device, and the host's channel for progress.</summary>
internal sealed class FitSession : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly TrainingRandom _random;
    private readonly IChannel _channel;

    public FitSession(IHost host, TrainingOptions options, int drawnSeed)
    {
        _options = options;
        Device = CPU;
        _channel = host.Start("Training");
        _random = new TrainingRandom(options.Seed ?? drawnSeed);
    }

    /// <summary>Where the network is trained.</summary>
    public Device Device { get; }

    /// <summary>The optimizer the options ask for, over a network's parameters.</summary>
    public WeightUpdate Update(nn.Module network) => new(network.parameters(), _options);

    /// <summary>Trains, and tells the host of each epoch.</summary>
    public TrainingHistory Train(TrainingStep step, IBatchSource rows)
    {
        var loop = new TrainingLoop(_options, _random) { EpochFinished = Report };
        var epochs = loop.Run(step, rows);
        return new TrainingHistory
        {
            Epochs = [.. epochs.Select(e => new EpochRecord(e.Epoch, e.TrainingLoss, e.LearningRate, e.RowsPerSecond))],
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _random.Dispose();
        _channel.Dispose();
    }

    private void Report(EpochProgress progress) => _channel.Info(
        MessageSensitivity.None,
        FormattableString.Invariant(
            $"Epoch {progress.Epoch} of {progress.Epochs}: loss {progress.TrainingLoss:G5}, {progress.RowsPerSecond:F0} rows/s, {progress.Remaining.TotalSeconds:F0} s left"));
}
