using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Stores rows of -1 and 1 with their classes, and names the class of the one that is nearest by Hamming distance.</summary>
/// <remarks>
/// Features: a vector of float of known size; -1 and 1 to be stored, while a row to be named may hold any numbers. Label: a key, a text or
/// a boolean. Output: Score and PredictedLabel as ML.NET's trainers. Every row is a prototype; equal ones of a class are stored once.
/// </remarks>
public sealed class HammingNetworkEstimator : IEstimator<HammingNetworkTransformer>
{
    private readonly IHost _host;
    private readonly HammingNetworkOptions _options;
    private readonly MulticlassTask _task = new();

    internal HammingNetworkEstimator(IHostEnvironment environment, HammingNetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _host = environment.Register("HammingNetwork");
        _options = options;
    }

    private VectorColumn Feature => new(_options.FeatureColumnName, "feature");

    private InputColumn Label => _task.Label(_options.LabelColumnName);

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [Feature, Label]);
        return SchemaShapes.With(inputSchema, _task.Promised(inputSchema.Last(column => column.Name == _options.LabelColumnName)));
    }

    /// <summary>Stores every row.</summary>
    /// <param name="input">Prototypes of -1 and 1 with their classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type; every fault is named.</exception>
    /// <exception cref="ArgumentException">
    /// A number is neither -1 nor 1, equal rows have different classes, or <see cref="HammingNetworkOptions.Inhibition"/> is too large for
    /// as many rows.
    /// </exception>
    /// <exception cref="InvalidOperationException">There are no rows with a label.</exception>
    public HammingNetworkTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, [Feature, Label]);
        using var channel = _host.Start("Storing");
        var device = TrainingDevice.Of(_host, channel);
        var feature = Feature.SizedBy(input);
        var label = _task.LabelIn(input, _options.LabelColumnName, keepMissing: false, previous: null);
        var head = _task.TargetOf(input.Schema[_options.LabelColumnName], label).Head;
        using var rows = SignRows.Read(input, [feature, label]);
        var stored = Distinct(rows, feature);
        var architecture = new HammingArchitecture(
            feature.Width, stored.Count, head.AnswerSize, InhibitionOf(stored.Count), _options.MaximumSteps);
        var network = new HammingNetwork(architecture);
        using (NewDisposeScope())
        {
            network.Prototypes.copy_(tensor(stored.SelectMany(row => row.Row).ToArray(), [stored.Count, feature.Width]));
            var members = new float[stored.Count, head.AnswerSize];
            for (var row = 0; row < stored.Count; row++)
                members[row, stored[row].Class] = 1;
            network.Members.copy_(tensor(members));
        }
        return new HammingNetworkTransformer(
            _host, new HammingDescription(feature.Name, architecture, head), network.to(device), device);
    }

    private double InhibitionOf(int rows)
    {
        var inhibition = _options.Inhibition ?? 1.0 / rows;
        return rows == 1 || inhibition < 1.0 / (rows - 1)
            ? inhibition
            : throw new ArgumentException(FormattableString.Invariant(
                $"Inhibition is {inhibition}; it must be below 1 / (stored rows - 1), {1.0 / (rows - 1)} for {rows} rows."));
    }

    private List<(float[] Row, long Class)> Distinct(InMemoryBatches rows, SizedColumn feature)
    {
        var stored = new List<(float[] Row, long Class)>();
        var known = new Dictionary<string, long>();
        var classes = rows.Rows.Targets.ReadAll<long>();
        foreach (var (row, at) in rows.Rows.Features.ReadAll<float>().Chunk(feature.Width).Select((row, at) => (row, at)))
        {
            if (known.TryAdd(SignRows.Identity(row), classes[at]))
                stored.Add((row, classes[at]));
            else if (known[SignRows.Identity(row)] != classes[at])
                throw new ArgumentException(
                    $"Labelled row {at} (counted from 0) of column '{feature.Name}' was stored before with another class of column "
                        + $"'{_options.LabelColumnName}': nothing could tell them apart. Keep one of them.");
        }
        return stored;
    }
}
