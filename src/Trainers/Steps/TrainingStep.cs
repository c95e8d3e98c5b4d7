using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>How one batch moves the weights; the loop around it is the same for every architecture.</summary>
internal abstract class TrainingStep : IDisposable
{
    /// <summary>Everything that is trained: put into training mode, checkpointed, and restored to its best.</summary>
    public abstract nn.Module Network { get; }

    /// <summary>The updates whose learning rates the schedule sets and whose state checkpoints hold.</summary>
    public abstract IReadOnlyList<WeightUpdate> Updates { get; }

    /// <summary>
    /// What the step carries from batch to batch beside weights and optimizers (chains of a persistent sampler, averages), by
    /// name: checkpoints hold it, and resuming writes into these same tensors.
    /// </summary>
    public virtual IReadOnlyDictionary<string, Tensor> State { get; } = new Dictionary<string, Tensor>();

    /// <summary>
    /// What is minimized and by which rules, as a record of numbers, texts and further records: checkpoints keep it, and only a training
    /// with an equal one may go on from them. Network, optimizer options and rows are described elsewhere.
    /// </summary>
    public abstract object Identity { get; }

    /// <summary>The record that the network was built from, for the checkpoints; null if it tells none.</summary>
    public virtual object? Architecture => (Network as IHasArchitecture)?.Architecture;

    /// <summary>
    /// Whether a lower loss means a better network, so that a rate can be tried by it and held-out rows can end training.
    /// </summary>
    public virtual bool LossTellsProgress => false;

    /// <summary>Why processes cannot share the batches of this step, as part of a sentence; null if they can.</summary>
    public virtual string? WhyNotShared => null;

    /// <summary>
    /// Whether the step calls <see cref="WeightUpdate.Settle"/> itself, where one update needs the weights that another has moved; by then
    /// every process must have been given rows.
    /// </summary>
    public virtual bool SettlesItself => false;

    /// <summary>Whether held-out rows are measured each by itself, so that processes may share them.</summary>
    public virtual bool MeasuresRowsApart => true;

    /// <summary>How many rows can be measured in the memory in which one is trained, at least.</summary>
    public virtual int MeasuredForOneTrained => 1;

    /// <summary>Whether a batch can be measured several times, for optimizers that look for their steps.</summary>
    public virtual bool CanBeSearched => false;

    /// <summary>Learns from a batch with the weights perturbed as the options say.</summary>
    /// <param name="batch">The rows; they stay the caller's.</param>
    /// <param name="sums">Receives loss and metrics, summed over the rows.</param>
    public void Learn(TensorBatch batch, RowSums sums)
    {
        TrainPerturbed(batch, sums);
        BatchFinished();
    }

    /// <summary>Trains with the weights perturbed; where processes train together the step is made afterwards.</summary>
    /// <inheritdoc cref="Learn"/>
    public void TrainPerturbed(TensorBatch batch, RowSums sums)
    {
        foreach (var update in Updates)
            update.Perturb();
        try
        {
            Train(batch, sums);
        }
        finally
        {
            foreach (var update in Updates)
                update.Restore();
        }
    }

    /// <summary>Told when a batch is learned from, and its step is made.</summary>
    public virtual void BatchFinished()
    {
    }

    /// <summary>Learns from a batch, inside a dispose scope of the loop.</summary>
    /// <param name="batch">The rows; they stay the caller's.</param>
    /// <param name="sums">Receives loss and metrics, summed over the rows.</param>
    public abstract void Train(TensorBatch batch, RowSums sums);

    /// <summary>Measures loss and metrics on held-out rows, without gradients and in scoring mode.</summary>
    /// <param name="batch">The rows; they stay the caller's.</param>
    /// <param name="sums">Receives loss and metrics, summed over the rows.</param>
    public abstract void Evaluate(TensorBatch batch, RowSums sums);

    /// <summary>Called before the first batch of an epoch, also of one that is taken up again in its middle.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    /// <param name="epochs">Epochs planned.</param>
    public virtual void EpochStarting(int epoch, int epochs)
    {
    }

    /// <summary>Called after the last batch of an epoch and the measuring of held-out rows.</summary>
    /// <param name="sums">Loss and metrics over the epoch's training rows.</param>
    /// <returns>Whether there is anything left to learn; if not, training ends.</returns>
    public virtual bool EpochFinished(RowSums sums) => true;

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        foreach (var update in Updates)
            update.Dispose();
    }
}
