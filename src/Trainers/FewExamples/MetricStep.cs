using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Learns by which vectors rows of one class come near each other, and others apart.</summary>
/// <param name="network">What learns.</param>
/// <param name="update">Over its parameters; disposed with the step.</param>
/// <param name="loss">Of a batch with several rows of each of its classes.</param>
/// <param name="augmentation">Random changes of pictures; null for none.</param>
internal sealed class MetricStep(EmbeddingNetwork network, WeightUpdate update, MetricLoss loss, PictureAugmentation? augmentation)
    : EmbeddingStep(network, network, update, augmentation)
{
    /// <inheritdoc/>
    public override string? WhyNotShared => "rows are compared with the others of their batch";

    /// <inheritdoc/>
    public override bool MeasuresRowsApart => false;

    /// <inheritdoc/>
    protected override object LossIdentity => loss;

    /// <inheritdoc/>
    protected override Tensor Loss(Tensor embedded, TensorBatch batch) =>
        loss.Mean(MetricLoss.Distances(embedded), MetricLoss.AreAlike(batch.Targets));

    /// <inheritdoc/>
    protected override void Measure(Tensor embedded, TensorBatch batch, RowSums sums) =>
        sums.Add(MetricNames.NearestAlike, NearestRows.ShareAlike(embedded, batch.Targets), batch.Rows);
}
