using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The weights of a table of connections: those that are there and no others, in the order of the table.</summary>
internal sealed class ConnectedWeights
{
    private readonly IReadOnlyList<IReadOnlyList<int>> _connections;
    private readonly int _inputs;
    private readonly long[] _places; // of each connection among outputs · inputs

    /// <param name="inputs">Inputs that there are.</param>
    /// <param name="connections">The inputs that each output sees.</param>
    public ConnectedWeights(int inputs, IReadOnlyList<IReadOnlyList<int>> connections)
    {
        (_inputs, _connections) = (inputs, connections);
        _places = [.. connections.SelectMany((seen, output) => seen.Select(input => ((long)output * inputs) + input))];
    }

    /// <summary>Outputs of the table.</summary>
    public int Outputs => _connections.Count;

    /// <summary>Number of connections.</summary>
    public int Count => _places.Length;

    /// <summary>All weights, zeros where there is no connection.</summary>
    /// <param name="weight">(connections, taps…).</param>
    /// <returns>(outputs, inputs, taps…).</returns>
    public Tensor Whole(Tensor weight)
    {
        var taps = weight.shape[1..];
        using var places = tensor(_places, device: weight.device);
        using var nothing = zeros([(long)Outputs * _inputs, .. taps], weight.dtype, weight.device);
        using var rows = nothing.index_copy(0, places, weight);
        return rows.view([Outputs, _inputs, .. taps]);
    }

    /// <summary>Spreads first weights by how many inputs an output sees, and how many outputs see an input.</summary>
    /// <param name="weight">(connections, taps…).</param>
    /// <param name="bias">(outputs), or null.</param>
    /// <param name="method">LeCun as torch draws: uniform within 1/√inputs, biases alike; else biases are 0.</param>
    public void Draw(Parameter weight, Parameter? bias, WeightInitialization method)
    {
        using var gradientsOff = no_grad();
        var taps = weight.numel() / Count;
        var seeing = _connections.SelectMany(seen => seen).GroupBy(input => input).ToDictionary(g => g.Key, g => g.Count());
        var at = 0L;
        for (var output = 0; output < Outputs; output++)
        {
            var seen = _connections[output];
            using var own = weight.slice(0, at, at + seen.Count, 1);
            var bound = method switch
            {
                WeightInitialization.He => Math.Sqrt(6.0 / (seen.Count * taps)),
                WeightInitialization.LeCun => Math.Sqrt(1.0 / (seen.Count * taps)),
                _ => Math.Sqrt(6.0 / ((seen.Count + seen.Average(input => seeing[input])) * taps)),
            };
            init.uniform_(own, -bound, bound);
            if (bias is not null)
            {
                using var ownBias = bias.slice(0, output, output + 1, 1);
                var reach = method == WeightInitialization.LeCun ? bound : 0;
                init.uniform_(ownBias, -reach, reach);
            }
            at += seen.Count;
        }
    }
}
