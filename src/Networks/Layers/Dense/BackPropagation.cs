using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// The passes of back-propagation through fully connected layers (Rumelhart, Hinton and Williams, Nature 323, 1986) without an operation of
/// torch for each of their parts: torch sees the answer, from which a loss goes on, and the gradients.
/// </summary>
/// <remarks>
/// Rows are shared among torch's threads, each of which takes its own through all layers, and so are the gradients' rows afterwards: a
/// thread is asked twice for a batch, three times where the loss is torch's, not for each operation (docs/torchsharp-notes.md).
/// </remarks>
internal sealed unsafe class BackPropagation : IDisposable
{
    private readonly IDenseNetwork _network;
    private readonly IReadOnlyList<PlainLayer> _layers;
    private readonly int[] _widths; // of the input, and of each layer
    private readonly Tensor[] _gradients; // in the order in which they are asked for
    private readonly (nint Weights, nint Biases)[] _places; // of each layer's
    private readonly Action<int> _forward, _back, _thereAndBack, _weights;
    private Tensor? _room, _answers, _read, _answer;
    private AnswerLoss? _loss;
    private double[] _losses = []; // what the rows of each part add to the mean
    private int _rows;
    private TeamParts _parts;
    private nint _ownSlopes; // of a loss by the answer

    // Of each layer: what it reads, weights and biases, its answers, and slopes of the loss by them.
    private readonly nint[] _inputs, _weightsOf, _biasesOf, _outputs, _slopes;

    private BackPropagation(
        IDenseNetwork network, IReadOnlyList<PlainLayer> layers, IReadOnlyList<Parameter> parameters)
    {
        _network = network;
        _layers = layers;
        _widths = PlainLayer.WidthsOf(layers);
        _gradients = [.. parameters.Select(GradientFor)];
        nint PlaceOf(Parameter asked) =>
            _gradients[Enumerable.Range(0, _gradients.Length).First(i => AreOne(parameters[i], asked))].Address();
        _places = new (nint, nint)[layers.Count];
        for (var i = 0; i < layers.Count; i++)
            _places[i] = (PlaceOf(layers[i].Weights), PlaceOf(layers[i].Biases));
        (_forward, _back, _thereAndBack, _weights) = (Forward, Back, ThereAndBack, WeightsBack);
        var count = layers.Count;
        (_inputs, _weightsOf, _biasesOf, _outputs, _slopes) =
            (new nint[count], new nint[count], new nint[count], new nint[count], new nint[count]);
    }

    /// <summary>The passes of a network; null where torch has to do them.</summary>
    /// <param name="network">The network: on a processor, in float32, all of it learning.</param>
    /// <param name="parameters">What is asked for gradients: all weights of the network.</param>
    public static BackPropagation? Of(nn.Module network, IReadOnlyList<Parameter> parameters)
    {
        if (network is not IDenseNetwork dense || PlainLayer.AllOf(dense) is not { } layers || !Sgemm.IsFound)
            return null;
        var own = layers.SelectMany(layer => new[] { layer.Weights, layer.Biases }).ToArray();
        var areTheirs = own.All(weight => parameters.Any(asked => AreOne(weight, asked)))
            && parameters.All(asked => own.Any(weight => AreOne(weight, asked)));
        return areTheirs && own.All(weight => weight.requires_grad && PlainLayer.IsPlain(weight))
            ? new BackPropagation(dense, layers, parameters) : null;
    }

    // Two objects of TorchSharp may be of the same tensor.
    private static bool AreOne(Parameter a, Parameter b) => a.Handle == b.Handle;

    /// <summary>One for each parameter that was asked for: of the last batch that was followed back. To be changed by nobody.</summary>
    public IReadOnlyList<Tensor> Gradients => _gradients;

    /// <summary>The network's answer, for a loss that torch calculates; those before are lost.</summary>
    /// <param name="inputs">(batch, input), float32.</param>
    /// <returns>(batch, output): a leaf of the graph that the loss makes.</returns>
    public Tensor Answer(Tensor inputs)
    {
        Read(inputs);
        _parts.Share(_forward);
        _answer = _answers!.narrow(0, 0, _rows).detach().requires_grad_();
        return _answer;
    }

    /// <summary>Follows a loss of the last <see cref="Answer"/>, once torch has followed it back to there, to the weights.</summary>
    public void FollowBack()
    {
        using var given = _answer!.grad!;
        using var slopes = given.contiguous();
        _slopes[^1] = slopes.Address();
        _parts.Share(_back);
        _parts.Share(_weights);
        (_answer, _read) = (null, null);
    }

    /// <summary>Finds a loss and follows it back to the weights.</summary>
    /// <param name="inputs">(batch, input), float32.</param>
    /// <param name="loss">The loss.</param>
    /// <returns>The mean over the batch.</returns>
    public double FollowBack(Tensor inputs, AnswerLoss loss)
    {
        Read(inputs);
        loss.Check(_rows, _widths[^1]);
        _slopes[^1] = _ownSlopes;
        _loss = loss;
        if (_losses.Length < _parts.Count)
            _losses = new double[_parts.Count];
        _parts.Share(_thereAndBack);
        _parts.Share(_weights);
        (_loss, _read) = (null, null);
        return _losses.Take(_parts.Count).Sum();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _room?.Dispose();
        _answers?.Dispose();
        foreach (var gradient in _gradients)
            gradient.Dispose();
    }

    private void Read(Tensor inputs)
    {
        using (no_grad())
            _read = PlainLayer.Rows(_network.ReadByLayers(inputs), _widths[0]);
        _rows = (int)_read.size(0);
        _parts = TeamParts.Of(_rows);
        MakeRoom();
        _inputs[0] = _read.Address();
        for (var i = 0; i < _layers.Count; i++)
            (_weightsOf[i], _biasesOf[i]) = (_layers[i].Weights.Address(), _layers[i].Biases.Address());
    }

    private static Tensor GradientFor(Parameter parameter)
    {
        using var flat = HugePages.Zeros(parameter.numel());
        return flat.view(parameter.shape).DetachFromDisposeScope();
    }

    // Answers of all layers and slopes by them: for as many rows as a batch has had.
    private void MakeRoom()
    {
        if (_answers is not null && _answers.size(0) >= _rows)
            return;
        _answers?.Dispose();
        _room?.Dispose();
        _answers = HugePages.For(empty(_rows, _widths[^1])).DetachFromDisposeScope();
        _outputs[^1] = _answers.Address();
        var (lengths, all) = (new long[_widths.Length], 0L);
        for (var i = 1; i < lengths.Length; i++)
        {
            lengths[i] = PlainLayer.Room(_rows, _widths[i]);
            all += i < lengths.Length - 1 ? 2 * lengths[i] : lengths[i];
        }
        _room = HugePages.For(empty(all)).DetachFromDisposeScope();
        var place = _room.Address();
        for (var i = 0; i < _layers.Count - 1; i++)
        {
            var bytes = (nint)(sizeof(float) * lengths[i + 1]);
            (_outputs[i], _slopes[i], place) = (place, place + bytes, place + (2 * bytes));
            _inputs[i + 1] = _outputs[i];
        }
        _ownSlopes = place;
    }

    // The rows of a part, through all layers.
    private void Forward(int part)
    {
        var (first, count) = _parts.Of(part, _rows);
        for (var i = 0; i < _layers.Count; i++)
        {
            var (inputs, outputs) = (_widths[i], _widths[i + 1]);
            var sums = (float*)_outputs[i] + ((long)first * outputs);
            Sgemm.Forward((float*)_inputs[i] + ((long)first * inputs), (float*)_weightsOf[i], sums, count, inputs, outputs);
            _layers[i].Function.Apply(sums, (float*)_biasesOf[i], count, outputs);
        }
    }

    private void ThereAndBack(int part)
    {
        Forward(part);
        var (first, count) = _parts.Of(part, _rows);
        var start = (long)first * _widths[^1];
        _losses[part] = _loss!.Add((float*)_outputs[^1] + start, (float*)_ownSlopes + start, first, count, _widths[^1], _rows);
        Back(part);
    }

    private void Back(int part)
    {
        var (first, count) = _parts.Of(part, _rows);
        for (var i = _layers.Count - 1; i >= 0; i--)
        {
            var (inputs, outputs) = (_widths[i], _widths[i + 1]);
            var slopes = (float*)_slopes[i] + ((long)first * outputs);
            _layers[i].Function.FollowBack((float*)_outputs[i] + ((long)first * outputs), slopes, (long)count * outputs);
            if (i > 0)
                Sgemm.Back(slopes, (float*)_weightsOf[i], (float*)_slopes[i - 1] + ((long)first * inputs), count, inputs, outputs);
        }
    }

    // The weights of a part of each layer's outputs, over all rows.
    private void WeightsBack(int part)
    {
        for (var i = _layers.Count - 1; i >= 0; i--)
        {
            var (inputs, outputs) = (_widths[i], _widths[i + 1]);
            var (first, count) = _parts.Of(part, outputs);
            if (count == 0)
                continue;
            var slopes = (float*)_slopes[i] + first;
            var weights = (float*)_places[i].Weights + ((long)first * inputs);
            Sgemm.Weights((float*)_inputs[i], slopes, weights, _rows, inputs, count, outputs);
            ColumnSums.Of(slopes, (float*)_places[i].Biases + first, _rows, count, outputs);
        }
    }
}
