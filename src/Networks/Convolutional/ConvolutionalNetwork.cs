using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Layers one after the other, from pictures to an answer.</summary>
internal sealed class ConvolutionalNetwork
    : Module<Tensor, Tensor>, IHasArchitecture, IKnowsLargestProduct, ILayeredNetwork, IFeatureNetwork, INeedsRows
{
    private readonly Module<Tensor, Tensor>[] _modules;
    private readonly Dictionary<string, ModuleFolder> _folders = [];
    private int _frozenBlocks;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    /// <exception cref="ArgumentException">A layer does not fit what comes out of the one before.</exception>
    public ConvolutionalNetwork(ConvolutionalArchitecture architecture) : base("Convolutional")
    {
        Plan = ConvolutionalPlan.Of(architecture);
        _modules = new Module<Tensor, Tensor>[Plan.Layers.Count];
        for (var i = 0; i < _modules.Length; i++)
        {
            var layer = Plan.Layers[i];
            var mayOverwrite = i > 0 && Plan.Layers[i - 1].Layer is ConvolutionLayer or BatchNormalizationLayer or DenseLayer;
            _modules[i] = layer.Layer.Create(layer.Input, new LayerBuild(architecture.AnswerSize, mayOverwrite));
            Initializations.Apply(_modules[i], Initializations.Resolve(architecture.Initialization, Plan.Layers, i));
            Register(layer.Name, _modules[i]);
        }
        RegisterComponents();
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Plan.Architecture;

    /// <inheritdoc/>
    public long LargestProduct => Plan.Layers.Max(layer => layer.Parameters * layer.Places);

    /// <summary>Shapes and names of the layers.</summary>
    public ConvolutionalPlan Plan { get; }

    /// <summary>
    /// Numbers of the first blocks' weights that training leaves alone; their batch normalization keeps its running values.
    /// </summary>
    /// <value>At least 0 and below the number of blocks.</value>
    public int FrozenBlocks
    {
        get => _frozenBlocks;
        set
        {
            _frozenBlocks = value;
            for (var i = 0; i < _modules.Length; i++)
                foreach (var parameter in _modules[i].parameters())
                    parameter.requires_grad = !IsFrozen(i);
            train(training);
        }
    }

    /// <summary>Lets rows go past residual blocks in training.</summary>
    /// <param name="last">Share of the rows that goes past the last block, in [0, 1); past those before it fewer do.</param>
    public void SkipBlocks(double last)
    {
        IResidualModule[] blocks = [.. _modules.OfType<IResidualModule>()];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i].SkipShare = StochasticDepth.ShareOf(i + 1, blocks.Length, last);
    }

    /// <summary>The layers behind which hidden values are as the next layer reads them: functions and whole blocks.</summary>
    public IEnumerable<Module<Tensor, Tensor>> Functions =>
        _modules.Where((_, i) => Plan.Layers[i].Layer is ActivationLayer or ResidualBlock or InceptionBlock);

    /// <inheritdoc/>
    public bool NeedsTwoRows => Plan.Layers.Any(layer =>
        layer.Layer is BatchNormalizationLayer or ResidualBlock or InceptionBlock && layer.Output is { Height: 1, Width: 1 });

    /// <summary>The answer to each picture.</summary>
    /// <param name="input">(batch, channels, height, width).</param>
    /// <returns>(batch, answers).</returns>
    public override Tensor forward(Tensor input) => Run(Normalized(input), 0, _modules.Length, null);

    /// <summary>The answer to each picture, with those of the auxiliary heads.</summary>
    /// <param name="input">(batch, channels, height, width).</param>
    /// <param name="heads">Receives (batch, answers) and its weight for each head.</param>
    public Tensor Answer(Tensor input, ICollection<(Tensor Answer, double Weight)> heads) =>
        Run(Normalized(input), 0, _modules.Length, heads);

    /// <inheritdoc/>
    public IReadOnlyList<string> LayerNames => [.. Plan.Layers.Select(layer => layer.Name)];

    /// <inheritdoc/>
    public int FeatureLayer => Math.Max(0, _modules.Length - 2);

    /// <inheritdoc/>
    public Tensor OutputOf(IReadOnlyList<Tensor> inputs, int layer) => OutputOf(inputs[0], layer).flatten(1);

    /// <inheritdoc/>
    public int? FeatureCount => Plan.Layers.Count < 2 ? null : Plan.Layers[FeatureLayer].Output.Count;

    /// <inheritdoc/>
    public Tensor FeaturesOf(Tensor rows, Tensor? lengths) => OutputOf(rows, FeatureLayer);

    /// <inheritdoc/>
    public Tensor AnswerTo(Tensor features) => AnswerFrom(features, FeatureLayer);

    /// <summary>The output of a layer.</summary>
    /// <param name="input">(batch, channels, height, width).</param>
    /// <param name="layer">Place of the layer in the plan.</param>
    /// <returns>(batch, channels, height, width), or (batch, numbers).</returns>
    public Tensor OutputOf(Tensor input, int layer) => Run(Normalized(input), 0, layer + 1, null);

    /// <summary>The answer to what a layer gave.</summary>
    /// <param name="features">The layer's output.</param>
    /// <param name="layer">Place of the layer in the plan.</param>
    public Tensor AnswerFrom(Tensor features, int layer) => Run(features, layer + 1, _modules.Length, null);

    /// <summary>A layer's module.</summary>
    public Module<Tensor, Tensor> ModuleOf(int layer) => _modules[layer];

    /// <summary>The weights of one layer, by their names within it.</summary>
    public IEnumerable<(string Name, TorchSharp.Modules.Parameter Parameter)> ParametersOf(int layer) => _modules[layer].named_parameters();

    /// <summary>The layer that a weight belongs to, by the weight's name; null if there is none.</summary>
    public PlannedLayer? LayerOf(string weight) =>
        Plan.Layers.FirstOrDefault(layer => weight.StartsWith(layer.Name + ".", StringComparison.Ordinal));

    /// <inheritdoc/>
    public override void train(bool train = true)
    {
        base.train(train);
        for (var i = 0; i < _modules.Length && train && _frozenBlocks > 0; i++)
            if (IsFrozen(i))
                _modules[i].eval();
    }

    private bool IsFrozen(int layer) => Plan.Layers[layer].Block <= _frozenBlocks;

    private void Register(string name, Module module)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            register_module(name, module);
            return;
        }
        if (!_folders.TryGetValue(name[..dot], out var folder))
        {
            folder = new ModuleFolder();
            _folders.Add(name[..dot], folder);
            register_module(name[..dot], folder);
        }
        folder.Add(name[(dot + 1)..], module);
    }

    private Tensor Normalized(Tensor input)
    {
        if (Plan.Architecture is not { Means: { } means, Deviations: { } deviations })
            return input;
        using var mean = tensor(means, [1, means.Length, 1, 1], device: input.device);
        using var deviation = tensor(deviations, [1, deviations.Length, 1, 1], device: input.device);
        using var centred = input - mean;
        return centred / deviation; // (batch, channels, height, width)
    }

    private Tensor Run(Tensor input, int from, int to, ICollection<(Tensor Answer, double Weight)>? heads)
    {
        var current = input;
        for (var i = from; i < to; i++)
        {
            var layer = Plan.Layers[i];
            if (layer.Layer is AuxiliaryHead head)
            {
                heads?.Add((_modules[i].call(current), head.Weight));
                continue;
            }
            var next = Step(layer, _modules[i], current);
            if (!ReferenceEquals(current, input) && !ReferenceEquals(next, current))
                current.Dispose(); // the graph, if there is one, keeps what it needs
            current = next;
        }
        return current;
    }

    private static Tensor Step(PlannedLayer layer, Module<Tensor, Tensor> module, Tensor current)
    {
        if (!layer.Layer.ReadsFlat || layer.Input.IsFlat)
            return layer.Layer is ConvolutionLayer or ResidualBlock or InceptionBlock
                ? Convolved(layer, module, current) : module.call(current);
        using var flat = current.flatten(1); // (batch, channels · height · width)
        return module.call(flat);
    }

    private static Tensor Convolved(PlannedLayer layer, Module<Tensor, Tensor> module, Tensor current)
    {
        var laid = PixelLayout.Fastest(current, layer.Output.Height, layer.Output.Width);
        var answer = module is TorchSharp.Modules.Conv2d convolution ? PixelProduct.Of(convolution, laid) : module.call(laid);
        if (!ReferenceEquals(laid, current))
            laid.Dispose();
        return answer;
    }
}
