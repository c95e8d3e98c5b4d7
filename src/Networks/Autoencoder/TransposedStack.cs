using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// A decoder without weights of its own: the encoder's, transposed, with biases of its own (Vincent et al., JMLR 11, 2010).
/// </summary>
internal sealed class TransposedStack : Module<Tensor, Tensor>
{
    // an array is not registered: the weights are the encoder's
    private readonly (Linear Layer, Module<Tensor, Tensor>? Activation)[] _layers;

    /// <param name="encoder">The encoder's linear layers, from the input inwards.</param>
    /// <param name="hidden">Function of every layer but the last.</param>
    /// <param name="output">Function of the last layer.</param>
    /// <param name="slope">Parameter of the hidden function; null for the usual value.</param>
    public TransposedStack(IEnumerable<Linear> encoder, Activation hidden, Activation output, double? slope) : base("TransposedStack")
    {
        var layers = encoder.Reverse().ToArray();
        _layers = [.. layers.Select(
            (layer, i) => (layer, i == layers.Length - 1 ? Activations.Create(output) : Activations.Create(hidden, slope)))];
        for (var i = 0; i < layers.Length; i++)
        {
            register_parameter($"bias{i + 1}", new Parameter(WeightRoom.Zeros(layers[i].weight!.size(1))));
            if (_layers[i].Activation is { } activation)
                register_module($"activation{i + 1}", activation);
        }
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var current = input;
        for (var i = 0; i < _layers.Length; i++)
        {
            var (layer, activation) = _layers[i];
            current = functional.linear(current, layer.weight!.t(), get_parameter($"bias{i + 1}")); // (batch, width of the layer below)
            if (activation is not null)
                current = activation.call(current);
        }
        return current;
    }
}
