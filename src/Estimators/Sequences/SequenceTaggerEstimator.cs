using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a recurrent network that tags every step of a sequence.</summary>
/// <remarks>
/// Input: vectors of float or of keys, of known size or not. Label: vectors of keys, one for each step; a missing key is not
/// learned from. Output: a vector of keys with the label's values. Needs training.
/// </remarks>
public sealed class SequenceTaggerEstimator : IEstimator<SequenceTaggerTransformer>
{
    private readonly IHost _host;
    private readonly string _output;
    private readonly string _input;
    private readonly string _label;
    private readonly SequenceTaggerOptions _options;
    private readonly int _seed;

    internal SequenceTaggerEstimator(IHostEnvironment environment, string outputColumnName, string? inputColumnName, string labelColumnName, SequenceTaggerOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _host = environment.Register("SequenceTagger");
        (_output, _input, _label, _options) = (outputColumnName, inputColumnName ?? outputColumnName, labelColumnName, options);
        _seed = _host.Rand.Next(); // drawn once: fitting the same estimator twice gives the same weights
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, Needed());
        return SchemaShapes.With(inputSchema, [KeySequences.Shape(_output, inputSchema.Last(c => c.Name == _label))]);
    }

    /// <summary>Reads sequences and tags and trains the network.</summary>
    /// <param name="input">The training rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type; every fault is named.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a row has not one tag for each step, every tag is missing, or a value is not a finite number.</exception>
    public SequenceTaggerTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, Needed());
        var column = SequenceInput.Of(input, _input, "input", _options.StepSize, _options.MaximumLength);
        var shape = column.Shape!;
        var tags = new SequenceInput(_label, "label", mayBeNumbers: false, new SequenceShape(SequenceInput.KeyCountOf(input.Schema[_label]), 1, shape.MaximumLength));
        if (SequencePairs.CheckLengths(input, column, tags) == 0)
            throw new InvalidOperationException($"There is nothing to learn: every key of label column '{_label}' is missing, in every row.");
        using var fit = new FitSession(_host, _options.Training, _seed, _options);
        var rows = fit.Read(input, [column, tags]);
        var encoder = SequenceFaults.Encoder(
            shape, _options.Cell, _options.HiddenSize, _options.Layers, _options.Bidirectional, _options.Dropout, _options.EmbeddingSize);
        var architecture = new RecurrentTaggingArchitecture(encoder, tags.Shape!.KeyCount);
        var network = fit.Place(new RecurrentTaggingNetwork(architecture));
        using var step = new RecurrentTaggingStep(network, fit.Update(network), _options.SegmentLength ?? 0);
        var history = fit.Train(step, rows);
        return fit.Finish(new SequenceTaggerTransformer(
            _host, new SequenceTaggerDescription(_output, _input, shape, architecture, KeyValues.Of(input.Schema[_label]), history), network, fit.Device));
    }

    private SequenceInput[] Needed() => [new(_input, "input"), new(_label, "label", mayBeNumbers: false)];
}
