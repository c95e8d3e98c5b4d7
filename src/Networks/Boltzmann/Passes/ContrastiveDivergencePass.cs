using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// Contrastive divergence in a machine of bits (Hinton, Neural Computation 14, 2002) without an operation of torch for each of its parts:
/// each thread takes rows of its own up, down and up again, and then rows of the weights' gradient.
/// </summary>
internal sealed unsafe class ContrastiveDivergencePass : IDisposable
{
    private readonly RbmNetwork _network;
    private readonly int _visible, _hidden;
    private readonly Action<int> _sample, _slopes;
    private Tensor? _room;
    private GibbsRandom[] _random = [];
    private double[] _errors = []; // of the rows of each part, summed
    private int _capacity, _rows, _steps;
    private TeamParts _parts;
    private nint _weight, _visibleBias, _hiddenBias, _data; // what is read
    private nint _positive, _negative, _bits, _means, _drawn; // (rows, hidden), three; (rows, visible), two
    private nint _weightSlope, _visibleSlope, _hiddenSlope, _active, _shown; // what is written

    private ContrastiveDivergencePass(RbmNetwork network)
    {
        _network = network;
        (_visible, _hidden) = (network.Architecture.VisibleSize, network.Architecture.HiddenSize);
        (_sample, _slopes) = (Sample, Slopes);
        Active = HugePages.Zeros(_hidden).DetachFromDisposeScope();
        Shown = HugePages.Zeros(_visible).DetachFromDisposeScope();
    }

    /// <summary>The passes of a machine; null where torch has to do them.</summary>
    /// <param name="network">The machine.</param>
    public static ContrastiveDivergencePass? Of(RbmNetwork network) =>
        network.Architecture is { VisibleUnits: VisibleUnits.Bernoulli, HiddenUnits: HiddenUnits.Bernoulli } && Sgemm.IsFound
            && new[] { network.Weight, network.VisibleBias, network.HiddenBias }.All(PlainLayer.IsPlain)
                ? new ContrastiveDivergencePass(network) : null;

    /// <summary>The means of the hidden units' probabilities in the last batch, (hidden).</summary>
    public Tensor Active { get; }

    /// <summary>The means of the visible units in the last batch, (visible).</summary>
    public Tensor Shown { get; }

    /// <summary>Draws what the machine makes of rows, and the slopes by which their probability falls.</summary>
    /// <param name="data">(batch, visible), of bits or of their probabilities.</param>
    /// <param name="steps">Steps of Gibbs sampling, at least 1.</param>
    /// <param name="weight">(hidden, visible): -⟨hvᵀ⟩ of the data plus that of the samples is written there.</param>
    /// <param name="visibleBias">(visible): likewise of v.</param>
    /// <param name="hiddenBias">(hidden): likewise of h.</param>
    /// <returns>The mean squared error of the first reconstruction.</returns>
    public double Run(Tensor data, int steps, Tensor weight, Tensor visibleBias, Tensor hiddenBias)
    {
        using var scope = NewDisposeScope();
        var rows = PlainLayer.Rows(data, _visible);
        (_rows, _steps) = ((int)rows.size(0), steps);
        _parts = TeamParts.Of(_rows);
        _random = GibbsRandom.FromTorch(_parts.Count);
        if (_errors.Length < _parts.Count)
            _errors = new double[_parts.Count];
        MakeRoom();
        (_data, _weight) = (rows.Address(), _network.Weight.Address());
        (_visibleBias, _hiddenBias) = (_network.VisibleBias.Address(), _network.HiddenBias.Address());
        (_weightSlope, _visibleSlope, _hiddenSlope) = (weight.Address(), visibleBias.Address(), hiddenBias.Address());
        (_active, _shown) = (Active.Address(), Shown.Address());
        _parts.Share(_sample);
        _parts.Share(_slopes);
        foreach (var random in _random)
            random.Dispose();
        return _errors.Take(_parts.Count).Sum() / ((double)_rows * _visible);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _room?.Dispose();
        Active.Dispose();
        Shown.Dispose();
    }

    private void MakeRoom()
    {
        if (_capacity >= _rows)
            return;
        _capacity = _rows;
        _room?.Dispose();
        var (hidden, visible) = (PlainLayer.Room(_rows, _hidden), PlainLayer.Room(_rows, _visible));
        _room = HugePages.For(empty((3 * hidden) + (2 * visible))).DetachFromDisposeScope();
        var place = _room.Address();
        (_positive, _negative, _bits) = (place, place + Bytes(hidden), place + Bytes(2 * hidden));
        _means = place + Bytes(3 * hidden);
        _drawn = _means + Bytes(visible);

        static nint Bytes(long numbers) => (nint)(sizeof(float) * numbers);
    }

    // The rows of a part: positive means, and where the samples come to.
    private void Sample(int part)
    {
        var (first, count) = _parts.Of(part, _rows);
        var random = _random[part];
        var (hidden, visible) = ((long)first * _hidden, (long)first * _visible);
        float* data = (float*)_data + visible, means = (float*)_means + visible, drawn = (float*)_drawn + visible;
        float* positive = (float*)_positive + hidden, negative = (float*)_negative + hidden, bits = (float*)_bits + hidden;
        Up(data, positive, count);
        for (var step = 0; step < _steps; step++)
        {
            random.Bits(step == 0 ? positive : negative, bits, (long)count * _hidden);
            Sgemm.Back(bits, (float*)_weight, means, count, _visible, _hidden);
            LayerFunction.Logistic.Apply(means, (float*)_visibleBias, count, _visible);
            if (step == 0)
                _errors[part] = SquaredErrors.Of(means, data, (long)count * _visible);
            random.Bits(means, drawn, (long)count * _visible);
            Up(drawn, negative, count);
        }
    }

    private void Up(float* visible, float* hidden, int rows)
    {
        Sgemm.Forward(visible, (float*)_weight, hidden, rows, _visible, _hidden);
        LayerFunction.Logistic.Apply(hidden, (float*)_hiddenBias, rows, _hidden);
    }

    // Of a part of the hidden units the weights, and a part of the biases.
    private void Slopes(int part)
    {
        var share = 1f / _rows;
        var (first, count) = _parts.Of(part, _hidden);
        if (count > 0)
        {
            float* positive = (float*)_positive + first, negative = (float*)_negative + first;
            var weights = (float*)_weightSlope + ((long)first * _visible);
            Sgemm.Weights((float*)_data, positive, weights, _rows, _visible, count, _hidden, -share);
            Sgemm.Weights((float*)_drawn, negative, weights, _rows, _visible, count, _hidden, share, beta: 1);
            ColumnSums.Differences(positive, negative, (float*)_active + first, (float*)_hiddenSlope + first, _rows, count, _hidden);
        }
        (first, count) = _parts.Of(part, _visible);
        ColumnSums.Differences(
            (float*)_data + first, (float*)_drawn + first, (float*)_shown + first, (float*)_visibleSlope + first, _rows, count, _visible);
    }
}
