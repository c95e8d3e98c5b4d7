using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains an encoder and a decoder with attention to write one sequence for another.</summary>
/// <remarks>
/// Input: vectors of float or of keys, of known size or not. Target: vectors of keys. Output: a vector of keys with the target's
/// values. Needs training; the target column is not needed afterwards.
/// </remarks>
public sealed class SequenceToSequenceEstimator : IEstimator<SequenceToSequenceTransformer>
{
    private readonly IHost _host;
    private readonly string _output;
    private readonly string _input;
    private readonly string _target;
    private readonly SequenceToSequenceOptions _options;
    private readonly int _seed;

    internal SequenceToSequenceEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, string targetColumnName, SequenceToSequenceOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(targetColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _host = environment.Register("SequenceToSequence");
        (_output, _input, _target, _options) = (outputColumnName, inputColumnName ?? outputColumnName, targetColumnName, options);
        _seed = _host.Rand.Next(); // drawn once: fitting the same estimator twice gives the same weights
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, Needed());
        return SchemaShapes.With(inputSchema, [KeySequences.Shape(_output, inputSchema.Last(c => c.Name == _target))]);
    }

    /// <summary>Reads input and target sequences and trains the network.</summary>
    /// <param name="input">The training rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type; every fault is named.</exception>
    /// <exception cref="ArgumentException">The beam is wider than there are keys to choose from.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, every sequence is empty, a target has a missing key, or a value is not a finite number.</exception>
    public SequenceToSequenceTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, Needed());
        var column = SequenceInput.Of(input, _input, "input", _options.StepSize, _options.MaximumLength);
        var target = SequenceInput.Of(input, _target, "target", null, _options.MaximumLength, mayBeNumbers: false);
        var (shape, keys) = (column.Shape!, target.Shape!.KeyCount);
        if (_options.BeamWidth > keys + 1)
            throw new ArgumentException($"BeamWidth is {_options.BeamWidth}; it must be at most {keys + 1}, the keys of column '{_target}' and the end.");
        SequencePairs.CheckKeys(input, target);
        using var fit = new FitSession(_host, _options.Training, _seed, _options);
        var rows = fit.Read(input, [column, target]);
        var encoder = SequenceFaults.Encoder(
            shape, _options.Cell, _options.HiddenSize, _options.Layers, _options.Bidirectional, _options.Dropout, _options.EmbeddingSize);
        var architecture = new SequenceToSequenceArchitecture(encoder, keys, _options.EmbeddingSize, _options.HiddenSize, _options.Cell);
        var network = fit.Place(new SequenceToSequenceNetwork(architecture));
        using var step = new SequenceToSequenceStep(network, fit.Update(network), _options.TeacherForcing);
        var history = fit.Train(step, rows);
        var description = new SequenceToSequenceDescription(
            _output, _input, shape, architecture, target.Shape.MaximumLength, _options.BeamWidth, KeyValues.Of(input.Schema[_target]), history);
        return fit.Finish(new SequenceToSequenceTransformer(_host, description, network, fit.Device));
    }

    private SequenceInput[] Needed() => [new(_input, "input"), new(_target, "target", mayBeNumbers: false)];
}
