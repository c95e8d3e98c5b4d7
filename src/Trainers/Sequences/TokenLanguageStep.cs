using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Learns the next token of streams, segment by segment, with the state carried over (truncated back-propagation through time); or of
/// windows, each from its own start, where a network carries no state of one size.
/// </summary>
internal sealed class TokenLanguageStep : TrainingStep
{
    private readonly TokenLanguageNetwork _network;
    private readonly WeightUpdate _update;
    private readonly string _metric;
    private readonly Tensor[][] _states;
    private Tensor[][]? _heldOutStates;

    /// <param name="network">The network.</param>
    /// <param name="update">Over its parameters; disposed with the step.</param>
    /// <param name="streams">Streams side by side; of no concern to networks that read windows.</param>
    /// <param name="metric">What the bits of a token are called in the history.</param>
    /// <param name="device">Where they are.</param>
    public TokenLanguageStep(TokenLanguageNetwork network, WeightUpdate update, int streams, string metric, Device device)
    {
        (_network, _update, _metric) = (network, update, metric);
        Updates = [update];
        _states = [];
        State = new Dictionary<string, Tensor>();
        if (!network.Language.CarriesState)
            return;
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var (_, shapes) = network.Continue(zeros(streams, 1, dtype: ScalarType.Int64, device: device), null);
        _states = [.. shapes.Select(layer => Array.ConvertAll(layer, state => zeros_like(state).DetachFromDisposeScope()))];
        State = _states.SelectMany((layer, depth) => layer.Select((state, i) => ($"state{depth}.{i}", state))).ToDictionary(
            s => s.Item1, s => s.state);
    }

    /// <inheritdoc/>
    public override nn.Module Network => _network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> State { get; }

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override object Identity => new { Loss = "cross-entropy of the next token" };

    /// <inheritdoc/>
    public override string? WhyNotShared => _network.Language.CarriesState
        ? "the state of each stream goes on from batch to batch; choose a TransformerEncoder, which reads windows" : null;

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        if (!_network.Language.CarriesState)
        {
            if (SequenceLoss.CrossEntropy(_network.call(batch.Features), batch.Targets) is not { } found)
                return;
            _update.Minimize(found.Mean, batch.Rows);
            sums.Add(found.Mean.Read<float>(), batch.Rows);
            return;
        }
        if (Begins(batch))
            foreach (var state in State.Values)
                state.zero_();
        var (logits, next) = _network.Continue(batch.Features, _states);
        using (no_grad())
            for (var depth = 0; depth < _states.Length; depth++)
                for (var i = 0; i < _states[depth].Length; i++)
                    next[depth][i] = next[depth][i].detach().clone();
        if (SequenceLoss.CrossEntropy(logits, batch.Targets) is { } loss)
        {
            _update.Minimize(loss.Mean, batch.Rows);
            sums.Add(loss.Mean.Read<float>(), batch.Rows);
        }
        // only now: the gradients needed the states before
        using (no_grad())
            for (var depth = 0; depth < _states.Length; depth++)
                for (var i = 0; i < _states[depth].Length; i++)
                    _states[depth][i].copy_(next[depth][i]);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        Tensor logits;
        if (_network.Language.CarriesState)
        {
            (logits, var next) = _network.Continue(batch.Features, Begins(batch) ? null : _heldOutStates);
            ForgetHeldOut();
            _heldOutStates = [.. next.Select(layer => Array.ConvertAll(layer, state => state.DetachFromDisposeScope()))];
        }
        else
        {
            logits = _network.call(batch.Features);
        }
        if (SequenceLoss.CrossEntropy(logits, batch.Targets) is not { } loss)
            return;
        var nats = loss.Mean.Read<float>();
        sums.Add(nats, batch.Rows);
        sums.Add(_metric, nats / Math.Log(2), (int)loss.Steps);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        ForgetHeldOut();
        foreach (var state in State.Values)
            state.Dispose();
        base.Dispose();
    }

    private static bool Begins(TensorBatch batch) => batch[BatchMember.Begins][0].Read<long>() == 1;

    private void ForgetHeldOut()
    {
        foreach (var state in _heldOutStates?.SelectMany(layer => layer) ?? [])
            state.Dispose();
        _heldOutStates = null;
    }
}
