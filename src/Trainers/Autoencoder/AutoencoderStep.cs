using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Back-propagation of the distance between a row and its reconstruction, with whatever the kind of autoencoder adds to it.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="update">Over its parameters; disposed with the step.</param>
/// <param name="objective">What is minimized.</param>
internal sealed class AutoencoderStep(AutoencoderNetwork network, WeightUpdate update, AutoencoderObjective objective) : TrainingStep
{
    private readonly bool _holes = network.Architecture.FillsMissing;
    private readonly AutoencoderImageArchitecture? _pictures = network.Architecture.Convolution;
    private readonly ImageAugmenter? _augmenter = objective.Augmentation is { } changes ? new ImageAugmenter(changes) : null;
    private readonly BackPropagation? _backPropagation =
        objective is { Variational: null, Sparsity: null, ContractionWeight: 0 } ? update.BackPropagationOf(network) : null;
    private double _beta = objective.Variational?.Beta ?? 0;

    /// <summary>What another network sees in pictures; null for nothing.</summary>
    public PerceptualFeatures? Features { get; init; }

    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override void EpochStarting(int epoch, int epochs) => _beta = objective.Variational?.BetaIn(epoch) ?? 0;

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override object Identity => objective;

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var (rows, wanted) = _augmenter is null ? Pair(batch) : Changed(batch, _augmenter);
        var inputs = network.Filled(TrainingNoise.OnInputs(rows, update.Options));
        if (objective.Corruption is { } corruption)
            inputs = corruption.Apply(inputs, network.Fill, _pictures);
        if (_backPropagation is not null && Features is null)
        {
            var known = _holes ? null : ReconstructionErrors.Known(wanted, objective.CrossEntropy);
            sums.Add(update.Minimize(_backPropagation, inputs, known, made => Error(made, wanted), batch.Rows), batch.Rows);
            return;
        }
        var loss = Loss(inputs, wanted, sums, _beta);
        update.Minimize(loss, batch.Rows);
        sums.Add(loss.Read<float>(), batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var (rows, wanted) = Pair(batch);
        var loss = Loss(network.Filled(rows), wanted, sums, objective.Variational?.Beta ?? 0);
        sums.Add(loss.Read<float>(), batch.Rows);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _backPropagation?.Dispose();
        base.Dispose();
    }

    // Images come as (batch, channels, height, width).
    private static Tensor Rows(Tensor values) => values.dim() == 2 ? values : values.flatten(1);

    // (batch, input), and what reconstructions should be, (batch, target)
    private (Tensor Rows, Tensor Wanted) Pair(TensorBatch batch) => (
        Rows(batch.Features), objective.HasTarget ? Rows(batch.Targets) : network.Scaled(Rows(batch.Features)));

    // The same of pictures that are changed at random, together with their targets where these are others.
    private (Tensor Rows, Tensor Wanted) Changed(TensorBatch batch, ImageAugmenter augmenter)
    {
        using var gradientsOff = no_grad();
        var channels = batch.Features.size(1);
        if (objective.HasTarget)
        {
            var both = augmenter.Apply(cat([batch.Features, batch.Targets], 1)); // (batch, channels of both, height, width)
            return (Rows(both.narrow(1, 0, channels)), Rows(both.narrow(1, channels, both.size(1) - channels)));
        }
        var changed = Rows(augmenter.Apply(batch.Features));
        if (objective.StaysInUnitInterval)
            changed = changed.clamp(Numbers.Zero, Numbers.One);
        return (changed, changed);
    }

    private Tensor Loss(Tensor inputs, Tensor target, RowSums sums, double beta)
    {
        if (objective.Variational is { } variational)
            return NegativeBound(inputs, target, sums, variational, beta);
        var rows = (int)inputs.size(0);
        var code = Pass(network.Encode, inputs); // (batch, code)
        var made = Pass(network.DecodeScaled, code); // (batch, target)
        var error = Error(made, target);
        var penalty = objective.Sparsity?.Penalty(code);
        if (penalty is not null)
            sums.Add(MetricNames.SparsityPenalty, penalty.Read<float>(), rows);
        if (objective.ContractionWeight > 0)
            Add(MetricNames.SquaredJacobian, Contraction.Penalty(network, inputs, code), objective.ContractionWeight);
        if (Features is not null)
            Add(MetricNames.PerceptualDistance, Distance(Features, made, target), objective.PerceptualWeight);
        if (penalty is null)
            return error;
        sums.Add(MetricNames.ReconstructionLoss, error.Read<float>(), rows);
        return error.Plus(penalty);

        void Add(string name, Tensor part, double weight)
        {
            sums.Add(name, part.Read<float>(), rows);
            penalty = penalty is null ? part.Times(weight) : penalty.Plus(part, weight);
        }
    }

    private Tensor Error(Tensor made, Tensor target) => ReconstructionErrors.Mean(made, target, objective.CrossEntropy, _holes);

    // Pixels that are missing count as right.
    private Tensor Distance(PerceptualFeatures features, Tensor made, Tensor target)
    {
        var wanted = _holes ? where(target.isnan(), made.detach(), target) : target;
        return features.Distance(Pictures(made), Pictures(wanted));
    }

    private Tensor Pictures(Tensor rows) => rows.reshape(rows.size(0), -1, _pictures!.Height, _pictures.Width);

    private Tensor Pass(Func<Tensor, Tensor> part, Tensor input) =>
        MixedPrecision.Answer(update.Options.Precision, (read, pass) => pass(read), input, part);

    private (Tensor Mean, Tensor LogVariance) Distribution(Tensor inputs)
    {
        using var region = MixedPrecision.Begin(update.Options.Precision);
        var (mean, logVariance) = network.EncodeDistribution(inputs);
        return (MixedPrecision.Single(mean), MixedPrecision.Single(logVariance));
    }

    // Kingma and Welling 2014, eq. 10, with one draw per row.
    private Tensor NegativeBound(Tensor inputs, Tensor target, RowSums sums, VariationalCode options, double beta)
    {
        var (mean, logVariance) = Distribution(inputs); // (batch, code) each
        var deviation = logVariance.Times(0.5).exp();
        var code = mean.addcmul(deviation, randn_like(mean), Numbers.One);
        var likelihood = ReconstructionErrors.NegativeLogLikelihood(
            Pass(network.DecodeScaled, code), target, objective.CrossEntropy, _holes, options.OutputDeviation);
        var divergence = GaussianDivergence.FromStandard(mean, logVariance).mean();
        var rows = (int)inputs.size(0);
        var divergenceNow = (double)divergence.Read<float>();
        sums.Add(MetricNames.Bound, -(likelihood.Read<float>() + divergenceNow), rows);
        sums.Add(MetricNames.Divergence, divergenceNow, rows);
        return likelihood.Plus(divergence, beta);
    }
}
