using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// A single row has no spread to normalize by where pictures have shrunk to one pixel: until this is disposed running values take its
/// place.
/// </summary>
internal sealed class RunningStatistics : IDisposable
{
    private readonly nn.Module _network;

    private RunningStatistics(nn.Module network)
    {
        _network = network;
        network.eval();
    }

    /// <summary>Begins for a batch of one row of a network that needs two; null for others.</summary>
    public static RunningStatistics? ForOneRow(nn.Module network, TensorBatch batch) =>
        batch.Rows == 1 && network is INeedsRows { NeedsTwoRows: true } ? new RunningStatistics(network) : null;

    /// <inheritdoc/>
    public void Dispose() => _network.train();
}
