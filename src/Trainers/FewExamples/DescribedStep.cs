using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Learns rows and descriptions into one space: a row's vector comes nearer to that of its class's description than to those of the other
/// classes that are learned (Snell, Swersky and Zemel, NeurIPS 2017, section 2.7).
/// </summary>
/// <param name="network">What learns.</param>
/// <param name="update">Over its parameters; disposed with the step.</param>
/// <param name="descriptions">(classes, description), of every class; stays the caller's.</param>
/// <param name="raised">
/// (classes): 0 for the classes that are learned, <see cref="PrototypeNetwork.NoPrototype"/> for others; stays the caller's.
/// </param>
/// <param name="augmentation">Random changes of pictures; null for none.</param>
internal sealed class DescribedStep(
    PrototypeNetwork network, WeightUpdate update, Tensor descriptions, Tensor raised, PictureAugmentation? augmentation)
    : EmbeddingStep(network, network.Embedding, update, augmentation)
{
    /// <inheritdoc/>
    protected override object LossIdentity => new
    {
        Loss = "descriptions",
        Learned = raised.ReadAll<float>().Select(offset => offset == 0).ToArray(),
    };

    /// <summary>Logits of each class.</summary>
    /// <param name="embedded">(batch, embedding).</param>
    /// <returns>(batch, classes).</returns>
    public Tensor Answer(Tensor embedded) => network.Compare(embedded, network.Describe(descriptions)).Plus(raised);

    /// <inheritdoc/>
    protected override Tensor Loss(Tensor embedded, TensorBatch batch) =>
        nn.functional.cross_entropy(Answer(embedded), batch.Targets);

    /// <inheritdoc/>
    protected override void Measure(Tensor embedded, TensorBatch batch, RowSums sums) =>
        sums.Add(MetricNames.Accuracy, Answer(embedded).argmax(1).eq(batch.Targets).ShareTrue(), batch.Rows);
}
