using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The sizes and functions that rebuild an <see cref="UnrolledDeepBeliefNetwork"/>.</summary>
/// <param name="Machines">The machines from the data upwards.</param>
/// <param name="OutputSize">Numbers in the answer.</param>
/// <param name="Activation">Function of the hidden layers.</param>
/// <param name="Dropout">Share of hidden values dropped in training.</param>
internal sealed record UnrolledDeepBeliefArchitecture(RbmArchitecture[] Machines, int OutputSize, Activation Activation, double Dropout);

/// <summary>
/// A deep belief network unrolled into a feed-forward one, with a linear layer on top, to be fine-tuned by back-propagation.
/// </summary>
internal sealed class UnrolledDeepBeliefNetwork : Module<Tensor, Tensor>, IHasArchitecture, ILayeredNetwork
{
    private readonly List<RecognitionLayer> _layers = [];
    [ComponentName(Name = "activation")] private readonly Module<Tensor, Tensor> activation;
    [ComponentName(Name = "dropout")] private readonly Dropout? dropout;
    [ComponentName(Name = "output")] private readonly Linear output;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public UnrolledDeepBeliefNetwork(UnrolledDeepBeliefArchitecture architecture) : base("UnrolledDeepBelief")
    {
        Architecture = architecture;
        foreach (var machine in architecture.Machines)
        {
            _layers.Add(new RecognitionLayer(machine));
            register_module($"layer{_layers.Count}", _layers[^1]);
        }
        activation = Activations.Create(architecture.Activation)!;
        dropout = architecture.Dropout > 0 ? Dropout(architecture.Dropout) : null;
        output = WeightRoom.Linear(architecture.Machines[^1].HiddenSize, architecture.OutputSize);
        RegisterComponents();
        init.xavier_uniform_(output.weight!);
        init.zeros_(output.bias!);
    }

    /// <inheritdoc/>
    public object Architecture { get; }

    /// <summary>Takes the weights of a trained stack; the layer on top stays as it is.</summary>
    public void CopyFrom(DeepBeliefNetwork stack)
    {
        for (var i = 0; i < _layers.Count; i++)
            _layers[i].CopyFrom(stack.Machines[i]);
    }

    /// <summary>
    /// Fits the layers to rectifiers: weights that were pretrained for sigmoids put many rectifiers where they never answer, or answer
    /// too strongly. Each layer in turn gets unit second moments on given rows (after Mishkin and Matas, arXiv:1511.06422).
    /// </summary>
    /// <param name="rows">(rows, visible), as in the data.</param>
    public void Calibrate(Tensor rows)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var current = rows;
        foreach (var layer in _layers)
        {
            layer.Calibrate(current, Math.Sqrt(2)); // a rectifier lets half of the second moment through
            current = activation.call(layer.call(current)); // (rows, hidden of this layer)
        }
    }

    /// <summary>The weights, with what layers take off and divide by worked into them.</summary>
    /// <returns>Weights by name; new tensors where something was worked in.</returns>
    public IEnumerable<KeyValuePair<string, Tensor>> Plain()
    {
        var weights = state_dict().ToDictionary();
        for (var i = 1; i <= _layers.Count; i++)
        {
            if (!weights.Remove($"layer{i}.mean", out var mean) | !weights.Remove($"layer{i}.scale", out var scale))
                continue;
            var (weight, bias) = ($"layer{i}.linear.weight", $"layer{i}.linear.bias");
            weights[weight] = weights[weight].div(scale!); // (hidden, visible)
            weights[bias] = weights[bias] - weights[weight].mv(mean!);
        }
        return weights;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> LayerNames => DenseStack.NamesOf(_layers.Count);

    /// <inheritdoc/>
    public int FeatureLayer => _layers.Count - 1;

    /// <inheritdoc/>
    public Tensor OutputOf(IReadOnlyList<Tensor> inputs, int layer) =>
        layer == _layers.Count ? call(inputs[0]) : Upwards(inputs[0], layer + 1);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => output.call(Upwards(input, _layers.Count)); // (batch, output)

    private Tensor Upwards(Tensor input, int layers)
    {
        var current = input;
        foreach (var layer in _layers.Take(layers))
        {
            current = activation.call(layer.call(current)); // (batch, hidden of this layer)
            if (dropout is not null)
                current = dropout.call(current);
        }
        return current;
    }
}
