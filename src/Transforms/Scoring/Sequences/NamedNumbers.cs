using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>A network's weights by their names, as plain numbers.</summary>
internal sealed class NamedNumbers(nn.Module network)
{
    private readonly Dictionary<string, Parameter> _weights = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);

    /// <summary>A copy of a weight's numbers.</summary>
    public float[] this[string name] => _weights[name].ReadAll<float>();

    /// <summary>A matrix (outputs, inputs).</summary>
    public ColumnWeights Columns(string name, int outputs) => new(this[name], outputs);
}
