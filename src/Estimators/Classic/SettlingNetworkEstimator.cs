using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Makes a recurrent network of given weights, which is left to itself for each row. It learns nothing.</summary>
/// <remarks>
/// Input: a vector of float with a number for each unit, a(0). Output: a vector of the same size, the state in which
/// a(t + 1) = f(W a(t) + b) comes to rest; on request the steps and the energy.
/// </remarks>
public sealed class SettlingNetworkEstimator : IEstimator<SettlingNetworkTransformer>
{
    private readonly IHost _host;
    private readonly SettlingNetworkOptions _options;
    private readonly SettledColumns _columns;

    internal SettlingNetworkEstimator(IHostEnvironment environment, string output, string? input, SettlingNetworkOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(output);
        _host = environment.Register("SettlingNetwork");
        _options = options;
        _columns = new SettledColumns(output, input ?? output, options.StepsColumnName, options.EnergyColumnName);
    }

    private VectorInput Column => new(_columns.Input, "input", _options.Weights.Count);

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [Column]);
        return SchemaShapes.With(
            inputSchema, _columns.Outputs(_options.Weights.Count).Select(output => output.Column.ShapeIn(inputSchema)));
    }

    /// <summary>Checks the column and makes the network.</summary>
    /// <param name="input">Data with the states to begin with; no row is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or no vector of as many floats as units.</exception>
    public SettlingNetworkTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, [Column]);
        using var channel = _host.Start("Fitting");
        var device = TrainingDevice.Of(_host, channel);
        var units = _options.Weights.Count;
        var architecture = new SettlingArchitecture(units, _options.Function, _options.MaximumSteps, _options.Tolerance);
        var network = new SettlingNetwork(architecture);
        using (NewDisposeScope())
        {
            network.Weight.copy_(tensor(_options.Weights.SelectMany(row => row).ToArray(), [units, units]));
            if (_options.Biases is { } biases)
                network.Bias.copy_(tensor(biases.ToArray()));
        }
        return new SettlingNetworkTransformer(_host, new SettlingDescription(_columns, architecture), network.to(device), device);
    }
}
