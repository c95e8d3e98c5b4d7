using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Back-propagation of how badly sequences are written from their codes, per key or number; of codes that are distributions the negative
/// bound (Kingma and Welling, arXiv:1312.6114; for sequences Bowman et al., arXiv:1511.06349).
/// </summary>
/// <param name="network">The network.</param>
/// <param name="update">Over its parameters; disposed with the step.</param>
/// <param name="keyDropout">Share of the keys before that the writer is not told.</param>
/// <param name="variational">How codes are distributed; null for points.</param>
internal sealed class SequenceAutoencoderStep(
    SequenceAutoencoderNetwork network, WeightUpdate update, double keyDropout, VariationalCode? variational) : TrainingStep
{
    private readonly double _deviation = variational?.OutputDeviation ?? 1;
    private double _beta = variational?.Beta ?? 0;

    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override object Identity => new { Loss = "sequences written from codes", KeyDropout = keyDropout, Variational = variational };

    /// <inheritdoc/>
    public override void EpochStarting(int epoch, int epochs) => _beta = variational?.BetaIn(epoch) ?? 0;

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var loss = Loss(batch, sums, new WritingTerms(keyDropout, _deviation), _beta);
        update.Minimize(loss, batch.Rows);
        sums.Add(loss.Read<float>(), batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums) =>
        sums.Add(Loss(batch, sums, new WritingTerms(0, _deviation), variational?.Beta ?? 0).Read<float>(), batch.Rows);

    private Tensor Loss(TensorBatch batch, RowSums sums, WritingTerms terms, double beta)
    {
        var (mean, logVariance) = network.Encode(batch.Features, batch.Lengths); // (batch, code)
        var code = logVariance is null ? mean : mean.addcmul(logVariance.Times(0.5).exp(), randn_like(mean), Numbers.One);
        var written = network.Errors(code, batch.Features, batch.Lengths, terms);
        var count = Math.Max(1, (double)written.Count.sum().Read<float>());
        sums.Add(network.Writer.Metric, written.Errors.sum().Read<float>() / count, count);
        var loss = written.Nats.sum().Over(count);
        if (logVariance is null)
            return loss;
        var divergence = GaussianDivergence.FromStandard(mean, logVariance).sum();
        sums.Add(MetricNames.Divergence, divergence.Read<float>() / (double)batch.Rows, batch.Rows);
        return loss.Plus(divergence, beta / count);
    }
}
