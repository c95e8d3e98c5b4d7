using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Stores rows of -1 and 1 in a network of as many units, which recalls them from damaged ones.</summary>
/// <remarks>
/// Input: a vector of float of known size; -1 and 1 to be stored, while a row to recall from may hold any numbers and begins at their
/// signs. Output: a vector of -1 and 1 of the same size; on request the sweeps and the energy. Equal rows are stored once.
/// </remarks>
public sealed class HopfieldMemoryEstimator : IEstimator<HopfieldMemoryTransformer>
{
    private readonly IHost _host;
    private readonly HopfieldMemoryOptions _options;
    private readonly SettledColumns _columns;

    internal HopfieldMemoryEstimator(IHostEnvironment environment, string output, string? input, HopfieldMemoryOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(output);
        _host = environment.Register("HopfieldMemory");
        _options = options;
        _columns = new SettledColumns(output, input ?? output, options.StepsColumnName, options.EnergyColumnName);
    }

    private VectorColumn Column => new(_columns.Input, "input");

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [Column]);
        return SchemaShapes.With(inputSchema, _columns.Outputs(1).Select(output => output.Column.ShapeIn(inputSchema)));
    }

    /// <summary>Stores every row.</summary>
    /// <param name="input">Patterns of -1 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or no vector of float of known size.</exception>
    /// <exception cref="ArgumentException">A number is neither -1 nor 1: column, row and value are named.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or the memory does not hold the weights.</exception>
    public HopfieldMemoryTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var column = Column.SizedBy(input);
        using var channel = _host.Start("Storing");
        var device = TrainingDevice.Of(_host, channel);
        using var rows = SignRows.Read(input, [column]);
        using var scope = NewDisposeScope();
        var patterns = rows.Rows.Features.ReadAll<float>().Chunk(column.Width).DistinctBy(row => SignRows.Identity(row)).ToArray();
        var architecture = new HopfieldArchitecture(
            column.Width, _options.Update == HopfieldUpdate.OneByOne, _options.MaximumSweeps);
        var network = new HopfieldNetwork(architecture);
        var stored = tensor(patterns.SelectMany(row => row).ToArray(), [patterns.Length, column.Width]);
        if (_options.Rule == HopfieldRule.Hebb)
            network.Store(stored);
        else
            network.Project(stored);
        const double capacity = 0.138; // Amit, Gutfreund and Sompolinsky, Phys. Rev. Lett. 55, 1985
        if (_options.Rule == HopfieldRule.Hebb && patterns.Length > capacity * column.Width)
            channel.Warning(
                MessageSensitivity.None,
                $"{patterns.Length} patterns of {column.Width} bits are more than {capacity} a bit: Hebb's rule recalls none of them well. "
                    + "Store fewer, or use HopfieldRule.Projection.");
        return new HopfieldMemoryTransformer(
            _host, new HopfieldDescription(_columns, architecture, patterns.Length), network.to(device), device);
    }
}
