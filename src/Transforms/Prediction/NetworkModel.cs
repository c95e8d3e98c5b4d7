using System.Text;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// What there is to see of a trained network: ML.NET's <c>Model</c> of a prediction transformer. It is a picture of the network, not
/// the network: it holds no native memory and stays readable when the transformer is disposed.
/// </summary>
public sealed class NetworkModel
{
    internal NetworkModel(string kind, IReadOnlyDictionary<string, Tensor> weights, long parameterCount)
        : this(kind, weights.Select(weight => KeyValuePair.Create(weight.Key, weight.Value.shape)), parameterCount)
    {
    }

    internal NetworkModel(string kind, IEnumerable<KeyValuePair<string, long[]>> shapes, long parameterCount)
    {
        Kind = kind;
        ParameterCount = parameterCount;
        WeightShapes = shapes.ToDictionary(weight => weight.Key, weight => (IReadOnlyList<long>)Array.AsReadOnly(weight.Value))
            .AsReadOnly();
    }

    /// <summary>What kind of network it is, as saved models call it.</summary>
    public string Kind { get; }

    /// <summary>Number of trained weights.</summary>
    public long ParameterCount { get; }

    /// <summary>The shape of every tensor that is saved, by its name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> WeightShapes { get; }

    /// <summary>A table: a line for each tensor, and one for the sum.</summary>
    public string Summary()
    {
        var width = WeightShapes.Keys.Select(name => name.Length).DefaultIfEmpty(0).Max();
        var text = new StringBuilder();
        foreach (var (name, shape) in WeightShapes)
            text.Append(name.PadRight(width)).Append("  ").Append(shape.Count == 0 ? "scalar" : string.Join(" x ", shape)).Append('\n');
        return text.Append(FormattableString.Invariant($"{Kind}, {ParameterCount:N0} trained weights")).ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind}, {ParameterCount:N0} trained weights");
}
