using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Learns in episodes: the mean of the rows that are shown of a class is its prototype, and rows that are asked for are told apart by their
/// distances from these (Snell, Swersky and Zemel, NeurIPS 2017, algorithm 1).
/// </summary>
/// <param name="network">What learns; its own prototypes play no part.</param>
/// <param name="update">Over its parameters; disposed with the step.</param>
/// <param name="augmentation">Random changes of pictures; null for none.</param>
internal sealed class EpisodeStep(PrototypeNetwork network, WeightUpdate update, PictureAugmentation? augmentation)
    : EmbeddingStep(network, network.Embedding, update, augmentation)
{
    /// <inheritdoc/>
    public override string? WhyNotShared => "an episode is learned from as a whole";

    /// <inheritdoc/>
    public override bool MeasuresRowsApart => false;

    /// <inheritdoc/>
    protected override object LossIdentity => "episodes";

    /// <inheritdoc/>
    protected override Tensor Loss(Tensor embedded, TensorBatch batch) =>
        nn.functional.cross_entropy(Answer(embedded, batch), Asked(batch.Targets, batch));

    /// <inheritdoc/>
    protected override void Measure(Tensor embedded, TensorBatch batch, RowSums sums)
    {
        var asked = Asked(batch.Targets, batch);
        sums.Add(MetricNames.Accuracy, Answer(embedded, batch).argmax(1).eq(asked).ShareTrue(), asked.size(0));
    }

    // (queries, ways): the logits of the rows that are asked for.
    private Tensor Answer(Tensor embedded, TensorBatch batch)
    {
        var shape = ShapeOf(batch);
        var shown = embedded.narrow(0, 0, shape.Support).view(shape.Ways, shape.Shots, -1); // (ways, shots, embedding)
        return network.Compare(Asked(embedded, batch), shown.mean([1]));
    }

    private static Tensor Asked(Tensor rows, TensorBatch batch)
    {
        var shape = ShapeOf(batch);
        return rows.narrow(0, shape.Support, shape.Rows - shape.Support);
    }

    private static EpisodeShape ShapeOf(TensorBatch batch) => ((EpisodeBatch)batch).Shape;
}
