using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The sizes and functions that rebuild a <see cref="MultitaskNetwork"/>.</summary>
/// <param name="InputSize">Numbers per row.</param>
/// <param name="HiddenSizes">Widths of the dense layers of a body; at least one.</param>
/// <param name="HeadSizes">Widths of the hidden layers of each head.</param>
/// <param name="AnswerSizes">Numbers that each task is answered with.</param>
/// <param name="HiddenActivation">Function of the hidden layers.</param>
/// <param name="Dropout">Share of hidden values dropped in training.</param>
/// <param name="BodyEach">Whether each task has a body of its own (soft sharing); else they have one (hard sharing).</param>
/// <param name="WeighsTasks">Whether the noise of each task is learned, by which losses are weighed.</param>
/// <param name="Scaling">What is done with the inputs first; none with a reader, which does so itself.</param>
/// <param name="Reader">The layers of a body before its dense ones; null where these read the rows.</param>
internal sealed record MultitaskArchitecture(
    int InputSize, int[] HiddenSizes, int[] HeadSizes, int[] AnswerSizes, Activation HiddenActivation, double Dropout, bool BodyEach,
    bool WeighsTasks, ScalingForm Scaling, TaskReaderArchitecture? Reader = null)
{
    /// <summary>What is done with the inputs first, by the reader where there is one.</summary>
    internal ScalingForm InputScaling => Reader?.Scaling ?? Scaling;
}

/// <summary>
/// Layers that several tasks share (Caruana, Machine Learning 28, 1997), or a body of them for each task, and a head for each. A body is
/// dense layers, behind a reader where rows are pictures or sequences.
/// </summary>
internal sealed class MultitaskNetwork : Module<Tensor, Tensor>, IHasArchitecture, INeedsRows, ILayeredNetwork
{
    private readonly List<TaskReader> _readers = [];
    private readonly List<Sequential> _bodies = [];
    private readonly List<Sequential> _heads = [];
    [ComponentName(Name = "scaling")] private readonly ColumnScaling? scaling;
    [ComponentName(Name = "log_variance")] private readonly Parameter? log_variance;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    /// <exception cref="ArgumentException">A layer does not fit what comes out of the one before.</exception>
    public MultitaskNetwork(MultitaskArchitecture architecture) : base("Multitask")
    {
        Architecture = architecture;
        if (architecture.Scaling != ScalingForm.None)
            scaling = new ColumnScaling(architecture.InputSize, architecture.Scaling);
        if (architecture.WeighsTasks)
            log_variance = Parameter(WeightRoom.Zeros(architecture.AnswerSizes.Length));
        var (hidden, sizes) = (architecture.HiddenActivation, architecture.HiddenSizes);
        for (var i = 0; i < (architecture.BodyEach ? architecture.AnswerSizes.Length : 1); i++)
        {
            if (architecture.Reader is { } reader)
            {
                _readers.Add(new TaskReader(reader, hidden));
                register_module($"reader{i + 1}", _readers[^1]);
            }
            var read = architecture.Reader?.VectorSize ?? architecture.InputSize;
            _bodies.Add(DenseStack.Create([read, .. sizes], hidden, hidden, dropout: architecture.Dropout));
            register_module($"body{i + 1}", _bodies[^1]);
        }
        for (var i = 0; i < architecture.AnswerSizes.Length; i++)
        {
            _heads.Add(DenseStack.Create(
                [sizes[^1], .. architecture.HeadSizes, architecture.AnswerSizes[i]], hidden, Activation.Identity,
                dropout: architecture.Dropout));
            register_module($"head{i + 1}", _heads[^1]);
        }
        RegisterComponents();
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <summary>Sizes and functions.</summary>
    public MultitaskArchitecture Architecture { get; }

    /// <summary>What is done with the inputs first; null for nothing, and where readers do so.</summary>
    public ColumnScaling? Scaling => scaling;

    /// <inheritdoc/>
    public bool NeedsTwoRows => _readers.Any(reader => reader.NeedsTwoRows);

    /// <summary>ln σ² of each task, (tasks); null unless tasks are weighed by it.</summary>
    public Parameter? LogVariance => log_variance;

    /// <summary>First number of the answer to each task, and how many.</summary>
    public IReadOnlyList<(int Start, int Size)> Answers =>
        [.. Architecture.AnswerSizes.Select((size, i) => (Architecture.AnswerSizes[..i].Sum(), size))];

    /// <summary>The modules that end hidden layers, those of heads too, dropout aside.</summary>
    public IReadOnlyList<Module<Tensor, Tensor>> HiddenEnds =>
        [.. _bodies.SelectMany(body => DenseStack.EndsOf(body, answers: false)), .. _heads.SelectMany(head => DenseStack.EndsOf(head))];

    /// <inheritdoc/>
    public IReadOnlyList<string> LayerNames =>
        [.. _readers.Count > 0 ? ["vector"] : Array.Empty<string>(), .. DenseStack.NamesOf(Architecture.HiddenSizes.Length)];

    /// <inheritdoc/>
    public int FeatureLayer => LayerNames.Count - 2;

    /// <inheritdoc/>
    /// <remarks>Of tasks with bodies of their own one behind the other, in their order.</remarks>
    public Tensor OutputOf(IReadOnlyList<Tensor> inputs, int layer)
    {
        var lengths = inputs.Count > 1 ? inputs[1] : null;
        if (layer > FeatureLayer)
            return Answer(inputs[0], lengths);
        var depth = _readers.Count > 0 ? layer - 1 : layer; // of the dense layers
        var outputs = Read(inputs[0], lengths)
            .Select((read, i) => depth < 0 ? read : DenseStack.OutputOf(_bodies[i], read, depth)).ToArray();
        return outputs.Length == 1 ? outputs[0] : cat(outputs, 1);
    }

    /// <summary>Gives whatever reads rows the scales that were learned from them.</summary>
    public void SetScales(ColumnScales scales)
    {
        scaling?.Set(scales);
        foreach (var reader in _readers)
            reader.Scaling?.Set(scales);
    }

    /// <summary>Σ ‖W_A - W_B‖² over the layers of every two bodies, biases included; null where there is one body only.</summary>
    /// <returns>0-d.</returns>
    public Tensor? Distance()
    {
        Tensor? sum = null;
        for (var a = 0; a < _bodies.Count; a++)
            for (var b = a + 1; b < _bodies.Count; b++)
                foreach (var (one, other) in WeightsOf(a).Zip(WeightsOf(b)))
                {
                    var distance = (one - other).Squared().sum();
                    sum = sum is null ? distance : sum.Plus(distance);
                }
        return sum;
    }

    /// <summary>Gives every body the first weights of the first: from a common start they stay near each other.</summary>
    public void AlignBodies()
    {
        foreach (var body in _bodies.Skip(1))
            NetworkWeights.Copy(_bodies[0].state_dict(), body.state_dict());
        foreach (var reader in _readers.Skip(1))
            NetworkWeights.Copy(_readers[0].state_dict(), reader.state_dict());
    }

    /// <summary>The answers to each row, those to the tasks one after the other.</summary>
    /// <param name="input">(batch, input), or (batch, channels, height, width).</param>
    /// <returns>(batch, numbers of all answers).</returns>
    public override Tensor forward(Tensor input) => Answer(input, null);

    /// <summary>The answers to each row, those to the tasks one after the other.</summary>
    /// <param name="input">(batch, input), (batch, channels, height, width), or sequences, (batch, steps × step size).</param>
    /// <param name="lengths">Steps of each sequence, (batch), int64; null where rows are none.</param>
    /// <returns>(batch, numbers of all answers).</returns>
    public Tensor Answer(Tensor input, Tensor? lengths)
    {
        var bodies = Read(input, lengths).Select((read, i) => _bodies[i].call(read)).ToArray(); // each (batch, last hidden size)
        return cat(_heads.Select((head, i) => head.call(bodies[bodies.Length == 1 ? 0 : i])).ToArray(), 1);
    }

    // What the dense layers of each body read, (batch, numbers).
    private IEnumerable<Tensor> Read(Tensor input, Tensor? lengths)
    {
        var read = scaling is null ? input : scaling.call(input);
        return _bodies.Select((_, i) => _readers.Count == 0 ? read : _readers[i].call(read, lengths));
    }

    private IEnumerable<Parameter> WeightsOf(int body) =>
        (_readers.Count == 0 ? [] : _readers[body].parameters()).Concat(_bodies[body].parameters());
}
