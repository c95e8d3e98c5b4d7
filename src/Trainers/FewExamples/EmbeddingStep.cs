using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Back-propagation into a network that turns rows into vectors, by a loss of these; pictures are changed at random first.
/// </summary>
/// <param name="network">Everything that learns.</param>
/// <param name="embedding">The part of it that turns rows into vectors.</param>
/// <param name="update">Over the network's parameters; disposed with the step.</param>
/// <param name="augmentation">Random changes of pictures; null for none.</param>
internal abstract class EmbeddingStep(
    nn.Module network, EmbeddingNetwork embedding, WeightUpdate update, PictureAugmentation? augmentation) : TrainingStep
{
    private readonly ImageAugmenter? _augmenter = augmentation is null ? null : new ImageAugmenter(augmentation);

    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public sealed override object Identity => new { Loss = LossIdentity, Augmentation = augmentation };

    /// <summary>Describes the loss: see <see cref="TrainingStep.Identity"/>.</summary>
    protected abstract object LossIdentity { get; }

    /// <inheritdoc/>
    public sealed override void Train(TensorBatch batch, RowSums sums)
    {
        var inputs = TrainingNoise.OnInputs(batch.Features, update.Options);
        if (_augmenter is not null)
        {
            using var gradientsOff = no_grad();
            inputs = _augmenter.Apply(inputs);
        }
        var loss = Loss(embedding.Embed(inputs, batch.LengthsIfAny), batch);
        update.Minimize(loss, batch.Rows);
        sums.Add(loss.Read<float>(), batch.Rows);
    }

    /// <inheritdoc/>
    public sealed override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var embedded = embedding.Embed(batch.Features, batch.LengthsIfAny);
        sums.Add(HeldOutLoss(embedded, batch).Read<float>(), batch.Rows);
        Measure(embedded, batch, sums);
    }

    /// <summary>Loss of a batch that is learned from.</summary>
    /// <param name="embedded">(batch, embedding).</param>
    /// <param name="batch">Holds the classes.</param>
    /// <returns>0-d, with a graph.</returns>
    protected abstract Tensor Loss(Tensor embedded, TensorBatch batch);

    /// <summary>Loss of a batch that is only measured.</summary>
    /// <inheritdoc cref="Loss"/>
    protected virtual Tensor HeldOutLoss(Tensor embedded, TensorBatch batch) => Loss(embedded, batch);

    /// <summary>Adds metrics of a batch that is only measured.</summary>
    /// <param name="embedded">(batch, embedding).</param>
    /// <param name="batch">Holds the classes.</param>
    /// <param name="sums">Receives them.</param>
    protected abstract void Measure(Tensor embedded, TensorBatch batch, RowSums sums);
}
