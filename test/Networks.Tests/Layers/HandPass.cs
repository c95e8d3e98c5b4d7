using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Activations;

/// <summary>
/// A network's pass in double precision over its saved weights: torch's sums, but every function of the table from its definition.
/// </summary>
/// <param name="weights">The weights by name.</param>
/// <param name="activation">The function of every layer that has one.</param>
internal sealed class HandPass(IReadOnlyDictionary<string, Tensor> weights, Activation activation)
{
    /// <summary>The weight or bias of that name, in double precision.</summary>
    public Tensor this[string name] => weights[name].detach().to(float64);

    /// <summary>Weighted sums.</summary>
    public Tensor Linear(string name, Tensor x) => nn.functional.linear(x, this[name + ".weight"], this[name + ".bias"]);

    /// <summary>The function, with what it has learned under the given name.</summary>
    public Tensor Function(string name, Tensor x)
    {
        double? slope = weights.TryGetValue(name + ".weight", out var learned) ? learned.detach().to(float64).item<double>() : null;
        var values = x.contiguous().data<double>().Select(value => ClosedForm.Value(activation, value, slope)).ToArray();
        return tensor(values, x.shape);
    }

    /// <summary>Rows as a tensor.</summary>
    public static Tensor Rows(float[][] rows) =>
        tensor(rows.SelectMany(row => row.Select(x => (double)x)).ToArray(), [rows.Length, rows[0].Length]);
}
