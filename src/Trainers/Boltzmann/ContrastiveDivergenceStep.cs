using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Learning of a restricted Boltzmann machine: the step goes along ⟨v p(h|v)ᵀ⟩ of the data minus ⟨v p(h|v)ᵀ⟩ of samples that the
/// machine draws itself, from the data by k steps of Gibbs sampling (Hinton, Neural Computation 14, 2002) or from chains that go on
/// from batch to batch (Tieleman, ICML 2008). Nothing is differentiated by torch. Gradients of counted words are taken per word.
/// </summary>
internal sealed class ContrastiveDivergenceStep : TrainingStep
{
    // Pseudo-likelihood and free energy cost as much as half a batch: one batch in so many rows is enough for a mean.
    private const long RowsPerMeasurement = 2048;

    private const double MostLogVariance = 6;

    private readonly RbmNetwork _network;
    private readonly WeightUpdate _update;
    private readonly ContrastiveDivergence _rule;
    private readonly Tensor? _reference;
    private readonly Tensor? _chains;
    private readonly Tensor? _activity;
    private readonly Dictionary<string, Tensor> _state = [];
    private readonly ContrastiveDivergencePass? _pass;
    private double _referenceEnergy = double.NaN;

    /// <param name="network">The machine.</param>
    /// <param name="update">Over its parameters; disposed with the step.</param>
    /// <param name="rule">How samples are drawn, and the sparsity that is wanted.</param>
    /// <param name="reference">
    /// Training rows, (rows, visible), whose free energy is set beside that of held-out rows; null for none. They are copied.
    /// </param>
    public ContrastiveDivergenceStep(RbmNetwork network, WeightUpdate update, ContrastiveDivergence rule, Tensor? reference = null)
    {
        (_network, _update, _rule) = (network, update, rule);
        Updates = [update];
        using var scope = NewDisposeScope();
        var hidden = network.Architecture.HiddenSize;
        _pass = rule.Persistent ? null : ContrastiveDivergencePass.Of(network);
        _reference = reference?.clone().DetachFromDisposeScope();
        if (rule.Persistent)
        {
            WeightRoom.Take(rule.Chains, hidden);
            var start = rand(rule.Chains, hidden, device: network.HiddenBias.device).gt(Numbers.Kept(0.5));
            _state["chains"] = _chains = start.to(ScalarType.Float32).DetachFromDisposeScope();
        }
        if (rule.SparsityTarget is { } target)
        {
            var start = full([hidden], Numbers.Kept(target), ScalarType.Float32, network.HiddenBias.device);
            _state["activity"] = _activity = start.DetachFromDisposeScope();
        }
    }

    /// <inheritdoc/>
    public override nn.Module Network => _network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> State => _state;

    /// <summary>Whether the error of the reconstruction is all that is asked of rows that are measured.</summary>
    public bool MeasuresErrorOnly { get; set; }

    private bool HasBits => _network.Architecture.VisibleUnits == VisibleUnits.Bernoulli;

    /// <inheritdoc/>
    public override object Identity => _rule;

    /// <inheritdoc/>
    public override string? WhyNotShared =>
        _rule.Persistent ? "persistent chains go on in the process where they began; leave Persistent false" : null;

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        using var gradientsOff = no_grad();
        var data = _network.Standardize(batch.Features); // (batch, visible)
        if (_update.Options.InputNoise > 0)
        {
            data = TrainingNoise.OnInputs(data, _update.Options);
            if (HasBits)
                data.clamp_(Numbers.Zero, Numbers.One);
        }
        var isMeasured = IsMeasured(batch.Rows, sums);
        var input = isMeasured || _pass is null ? _network.HiddenInput(data) : null; // (batch, hidden)
        if (isMeasured)
            Measure(data, input!, batch.Rows, sums);
        var gradients = Gradients();
        var (error, active, shown) = _pass is null ? ByTorch(data, input!, gradients)
            : (_pass.Run(data, _rule.GibbsSteps, gradients[0], gradients[1], gradients[2]), _pass.Active, _pass.Shown);
        sums.Add(error, batch.Rows);
        Move(gradients, active, shown, batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var data = _network.Standardize(batch.Features);
        var input = _network.HiddenInput(data);
        var mean = _network.VisibleMean(_network.HiddenMean(input), _network.Lengths(data));
        sums.Add(nn.functional.mse_loss(mean, data).Read<float>(), batch.Rows);
        if (MeasuresErrorOnly)
            return;
        if (HasBits)
            MeasurePseudoLikelihood(data, input, batch.Rows, sums);
        var energy = _network.FreeEnergy(data, input).mean().Read<float>();
        sums.Add(MetricNames.FreeEnergy, energy, batch.Rows);
        if (_reference is null)
            return;
        if (double.IsNaN(_referenceEnergy))
            _referenceEnergy = _network.FreeEnergy(_network.Standardize(_reference)).mean().Read<float>();
        sums.Add(MetricNames.FreeEnergyGap, energy - _referenceEnergy, batch.Rows);
    }

    /// <inheritdoc/>
    public override void EpochStarting(int epoch, int epochs) => _referenceEnergy = double.NaN; // the weights move again

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _pass?.Dispose();
        _reference?.Dispose();
        foreach (var tensor in _state.Values)
            tensor.Dispose();
    }

    // What the machine itself draws, the hidden means there, and the mean squared error of the reconstruction of the data.
    private (Tensor Visible, Tensor Negative, double Error) Sample(Tensor data, Tensor input, Tensor positive, GibbsRandom random)
    {
        var lengths = _network.Lengths(data);
        double? error = _chains is null ? null : nn.functional.mse_loss(_network.VisibleMean(positive), data).Read<float>();
        var hidden = _chains ?? _network.SampleHidden(input, positive, random);
        for (var step = 1; ; step++)
        {
            var mean = _network.VisibleMean(hidden, lengths); // (samples, visible)
            error ??= nn.functional.mse_loss(mean, data).Read<float>();
            var visible = _network.SampleVisible(mean, random);
            var reached = _network.HiddenInput(visible); // (samples, hidden)
            var negative = _network.HiddenMean(reached);
            if (step < _rule.GibbsSteps || _chains is not null)
                hidden = _network.SampleHidden(reached, negative, random);
            if (step < _rule.GibbsSteps)
                continue;
            _chains?.copy_(hidden);
            return (visible, negative, error.Value);
        }
    }

    // The error of the reconstruction, and the means of hidden and visible units given the data. Optimizers go down, so gradients are
    // what the samples show minus what the data show.
    private (double Error, Tensor Active, Tensor Shown) ByTorch(Tensor data, Tensor input, IReadOnlyList<Tensor> gradients)
    {
        using var random = GibbsRandom.FromTorch();
        var positive = _network.HiddenMean(input);
        var (visible, negative, error) = Sample(data, input, positive, random);
        var (weight, visibleBias, hiddenBias) = (gradients[0], gradients[1], gradients[2]);
        var (seen, drawn) = (_network.Seen(data), _network.Seen(visible));
        weight.addmm_(positive.t(), seen, 0, -1f / data.size(0)).addmm_(negative.t(), drawn, 1, 1f / visible.size(0));
        var shown = seen.mean([0L]); // (visible)
        visibleBias.copy_(drawn.mean([0L]).sub_(shown));
        var active = positive.mean([0L]); // (hidden)
        hiddenBias.copy_(negative.mean([0L]).sub_(active));
        if (_network.Lengths(data) is { } lengths)
            PerWord(lengths, positive, negative, weight, visibleBias, hiddenBias);
        if (_network.LogVariance is not null)
            gradients[3].copy_(_network.VarianceSlope(visible, negative).sub_(_network.VarianceSlope(data, positive)));
        return (error, active, shown);
    }

    private void Move(IReadOnlyList<Tensor> gradients, Tensor active, Tensor shown, int rows)
    {
        if (_rule.Centred)
            Centre(gradients[0], gradients[1], gradients[2], active, shown);
        if (_activity is not null)
            Rarefy(gradients[0], gradients[2], active, shown);
        if (_update.Accumulates)
            _update.Apply(gradients, rows);
        else
            _update.Step();
        // A deviation beyond these bounds is that of a column that says nothing, or of one that is said exactly.
        _network.LogVariance?.clamp_(Numbers.Kept(-MostLogVariance), Numbers.Kept(MostLogVariance));
    }

    // A hidden bias counts once for each word; and rows of many words move the weights as far as rows of few.
    private void PerWord(Tensor lengths, Tensor positive, Tensor negative, Tensor weight, Tensor visibleBias, Tensor hiddenBias)
    {
        hiddenBias.copy_((negative - positive).mul_(lengths).mean([0L]));
        var each = Numbers.Kept(1 / _network.MeanLength());
        weight.mul_(each);
        visibleBias.mul_(each);
        hiddenBias.mul_(each);
    }

    // ⟨(h - λ)(v - μ)ᵀ⟩ in place of ⟨hvᵀ⟩, and biases along with it, so that the machine is the same one in other coordinates.
    private static void Centre(Tensor weight, Tensor visibleBias, Tensor hiddenBias, Tensor active, Tensor shown)
    {
        weight.addr_(active, visibleBias, 1, -1).addr_(hiddenBias, shown, 1, -1);
        visibleBias.sub_(active.unsqueeze(0).mm(weight).squeeze(0));
        hiddenBias.sub_(weight.mv(shown));
    }

    // Cross-entropy between the wanted and the running mean activity (Hinton, UTML TR 2010-003, section 11).
    private void Rarefy(Tensor weight, Tensor hiddenBias, Tensor active, Tensor shown)
    {
        const double keep = 0.9;
        _activity!.mul_(Numbers.Kept(keep)).PlusInPlace(active, 1 - keep);
        var excess = _activity.Minus(_rule.SparsityTarget!.Value).mul_(Numbers.Kept(_rule.SparsityWeight));
        hiddenBias.PlusInPlace(excess);
        weight.addr_(excess, shown);
    }

    // Of weights, visible and hidden biases and of variances, if they are learned.
    private List<Tensor> Gradients()
    {
        var gradients = new List<Tensor>();
        foreach (var parameter in new[] { _network.Weight, _network.VisibleBias, _network.HiddenBias, _network.LogVariance })
            if (parameter is not null)
                gradients.Add(Gradient(parameter, _update.Accumulates));
        return gradients;
    }

    private static Tensor Gradient(Parameter parameter, bool own)
    {
        if (own)
            return zeros_like(parameter);
        if (parameter.grad is null)
            parameter.grad = zeros_like(parameter);
        return parameter.grad!;
    }

    private static bool IsMeasured(int rows, RowSums sums)
    {
        var before = sums.RowsBefore + sums.Rows;
        return before == 0 || before / RowsPerMeasurement != (before + rows) / RowsPerMeasurement;
    }

    private void Measure(Tensor data, Tensor input, int rows, RowSums sums)
    {
        if (HasBits)
            MeasurePseudoLikelihood(data, input, rows, sums);
        sums.Add(MetricNames.FreeEnergy, _network.FreeEnergy(data, input).mean().Read<float>(), rows);
    }

    private void MeasurePseudoLikelihood(Tensor data, Tensor input, int rows, RowSums sums) =>
        sums.Add(MetricNames.PseudoLikelihood,
            _network.PseudoLogLikelihood(data, input, Units(sums.Rows, rows)).mean().Read<float>(), rows);

    // Spread over the units without drawing: measuring must not change what is learned.
    private Tensor Units(long start, int rows)
    {
        const long stride = 7919;
        var (first, end) = (Numbers.Kept(start * stride), Numbers.Kept((start + rows) * stride));
        return arange(first, end, Numbers.Kept(stride), ScalarType.Int64, _network.HiddenBias.device)
            .remainder_(Numbers.Kept(_network.Architecture.VisibleSize));
    }
}
