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
    private double _beta = objective.Variational?.Beta ?? 0;

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
        var inputs = network.Filled(TrainingNoise.OnInputs(Rows(batch.Features), update.Options));
        if (objective.Corruption is { } corruption)
            inputs = corruption.Apply(inputs, network.Fill);
        var loss = Loss(inputs, batch, sums, _beta);
        update.Minimize(loss, batch.Rows);
        sums.Add(loss.Read<float>(), batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var loss = Loss(network.Filled(Rows(batch.Features)), batch, sums, objective.Variational?.Beta ?? 0);
        sums.Add(loss.Read<float>(), batch.Rows);
    }

    // Images come as (batch, channels, height, width).
    private static Tensor Rows(Tensor values) => values.dim() == 2 ? values : values.flatten(1);

    private Tensor Loss(Tensor inputs, TensorBatch batch, RowSums sums, double beta)
    {
        var target = objective.HasTarget ? Rows(batch.Targets) : network.Scaled(Rows(batch.Features));
        if (objective.Variational is { } variational)
            return NegativeBound(inputs, target, sums, variational, beta);
        var code = Pass(network.Encode, inputs); // (batch, code)
        var error = ReconstructionErrors.Mean(Pass(network.DecodeScaled, code), target, objective.CrossEntropy, _holes);
        var penalty = objective.Sparsity?.Penalty(code);
        if (penalty is not null)
            sums.Add(MetricNames.SparsityPenalty, penalty.Read<float>(), batch.Rows);
        if (objective.ContractionWeight > 0)
        {
            var contraction = Contraction.Penalty(network, inputs, code);
            sums.Add(MetricNames.SquaredJacobian, contraction.Read<float>(), batch.Rows);
            penalty = penalty is null
                ? contraction.Times(objective.ContractionWeight)
                : penalty.Plus(contraction, objective.ContractionWeight);
        }
        if (penalty is null)
            return error;
        sums.Add(MetricNames.ReconstructionLoss, error.Read<float>(), batch.Rows);
        return error.Plus(penalty);
    }

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
