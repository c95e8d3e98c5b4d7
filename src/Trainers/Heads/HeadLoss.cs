using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The loss that belongs to a head, the end of a supervised network, and the metric people read beside it.</summary>
internal abstract class HeadLoss : IDisposable
{
    /// <summary>What tells this loss from others; the options' part of it is described with them.</summary>
    public abstract object Identity { get; }

    /// <summary>What a loss of 1 is in the unit that people read.</summary>
    public virtual double Unit => 1;

    /// <summary>Mean loss of a batch that is learned from: with label noise and smoothing.</summary>
    /// <param name="answer">(batch, answers): what the network says.</param>
    /// <param name="batch">Holds the targets, (batch): classes as int64, else float32.</param>
    /// <returns>0-d.</returns>
    public abstract Tensor Training(Tensor answer, TensorBatch batch);

    /// <summary>The targets of a batch that is learned from, with label noise.</summary>
    /// <param name="batch">Holds the targets.</param>
    public abstract Tensor Noisy(TensorBatch batch);

    /// <summary>Mean loss of a batch that is only measured.</summary>
    /// <inheritdoc cref="Training"/>
    public abstract Tensor Mean(Tensor answer, TensorBatch batch);

    /// <summary>Adds the metric.</summary>
    /// <param name="answer">(batch, answers): what the network says.</param>
    /// <param name="batch">Holds the targets.</param>
    /// <param name="sums">Receives the metric, averaged over the rows of the batch.</param>
    public abstract void Measure(Tensor answer, TensorBatch batch, RowSums sums);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
