using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Makes stacks of fully connected layers.</summary>
internal static class DenseStack
{
    /// <summary>Linear layers between the given sizes, each followed by its activation.</summary>
    /// <param name="sizes">Width of the input, of each layer in turn, and of the output; at least two.</param>
    /// <param name="hidden">Activation after every layer but the last.</param>
    /// <param name="output">Activation after the last layer.</param>
    /// <param name="slope">Parameter of the hidden activation; null for the usual value.</param>
    /// <param name="dropout">Share of hidden values that are dropped in training (Srivastava et al., JMLR 15, 2014).</param>
    /// <param name="batchNormalization">Whether hidden sums are normalized over the batch before the activation.</param>
    /// <param name="readsSparse">Whether the first layer reads sparse rows.</param>
    /// <returns>(batch, sizes[0]) → (batch, sizes[^1]).</returns>
    public static Sequential Create(
        IReadOnlyList<int> sizes, Activation hidden, Activation output, double? slope = null, double dropout = 0,
        bool batchNormalization = false, bool readsSparse = false)
    {
        var modules = new List<(string, Module<Tensor, Tensor>)>();
        for (var i = 1; i < sizes.Count; i++)
        {
            var last = i == sizes.Count - 1;
            var activation = last ? output : hidden;
            var layer = WeightRoom.Linear(sizes[i - 1], sizes[i]);
            if (!WeightRoom.IsOfFile)
                Initialize(layer, activation);
            modules.Add(($"linear{i}", i == 1 && readsSparse ? new SparseLinear(layer) : layer));
            if (batchNormalization && !last)
                modules.Add(($"norm{i}", new RowBatchNorm(sizes[i])));
            if (Activations.Create(activation, last ? null : slope) is { } module)
                modules.Add(($"activation{i}", module));
            if (dropout > 0 && !last)
                modules.Add(($"dropout{i}", Dropout(dropout)));
        }
        return Sequential(modules.ToArray());
    }

    /// <summary>The layers of a stack that was made here, from the input on.</summary>
    public static IReadOnlyList<DenseStackLayer> Layers(Sequential stack)
    {
        var layers = new List<DenseStackLayer>();
        foreach (var module in stack.children())
        {
            if (module is Linear linear)
                layers.Add(new DenseStackLayer(linear, null, null));
            else if (module is RowBatchNorm norm)
                layers[^1] = layers[^1] with { Norm = norm.Norm };
            else if (module is ParametricRectifier rectifier)
                layers[^1] = layers[^1] with { Rectifier = rectifier };
        }
        return layers;
    }

    /// <summary>Names of the layers of a network with one answer behind hidden ones.</summary>
    public static string[] NamesOf(int hiddenLayers) =>
        [.. Enumerable.Range(1, hiddenLayers).Select(i => FormattableString.Invariant($"hidden{i}")), "answer"];

    /// <summary>What a layer of a stack that was made here makes of rows, its function included.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="input">(batch, input).</param>
    /// <param name="layer">From 0.</param>
    /// <returns>(batch, width of the layer).</returns>
    public static Tensor OutputOf(Sequential stack, Tensor input, int layer) =>
        UpTo(stack, layer).Aggregate(input, (current, module) => ((Module<Tensor, Tensor>)module).call(current));

    /// <summary>The modules of a stack that was made here, as far as a layer, its function included.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="layer">From 0.</param>
    public static IEnumerable<Module> UpTo(Sequential stack, int layer)
    {
        var entered = -1;
        return stack.children().TakeWhile(module => module is not (TorchSharp.Modules.Linear or SparseLinear) || ++entered <= layer);
    }

    /// <summary>The modules that end the hidden layers of a stack that was made here, dropout aside.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="answers">Whether its last layer is no hidden one.</param>
    public static IReadOnlyList<Module<Tensor, Tensor>> EndsOf(Sequential stack, bool answers = true)
    {
        var ends = new List<Module<Tensor, Tensor>>();
        foreach (var module in stack.children().Cast<Module<Tensor, Tensor>>())
        {
            if (module is TorchSharp.Modules.Linear or SparseLinear)
                ends.Add(module);
            else if (module is not TorchSharp.Modules.Dropout)
                ends[^1] = module;
        }
        return answers ? ends[..^1] : ends;
    }

    // Weights scaled for the function behind them (He et al. 2015 for rectifiers, Glorot and Bengio 2010 otherwise); biases start at 0.
    private static void Initialize(Linear layer, Activation activation)
    {
        if (Activations.IsRectifier(activation))
            init.kaiming_uniform_(layer.weight!, nonlinearity: init.NonlinearityType.ReLU);
        else
            init.xavier_uniform_(layer.weight!);
        init.zeros_(layer.bias!);
    }
}
