using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>How one batch moves the weights; the loop around it is the same for every architecture.</summary>
internal abstract class TrainingStep : IDisposable
{
    /// <summary>What is trained.</summary>
    public abstract nn.Module Network { get; }

    /// <summary>The optimizers whose rates the schedule sets.</summary>
    public abstract IReadOnlyList<optim.Optimizer> Optimizers { get; }

    /// <summary>Learns from a batch.</summary>
    /// <param name="batch">The rows; they stay the caller's.</param>
    /// <param name="sums">Receives loss and metrics, summed over the rows.</param>
    public abstract void Train(TensorBatch batch, RowSums sums);

    /// <inheritdoc/>
    public abstract void Dispose();
}
