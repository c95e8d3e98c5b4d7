using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a recurrent network to foresee the next character of texts.</summary>
/// <remarks>
/// Input: a text per row. Output: a float, the bits per character of the text: how surprising it is. Needs training. The fitted
/// model writes texts: <see cref="CharacterLanguageModelTransformer.Generate"/>.
/// </remarks>
public sealed class CharacterLanguageModelEstimator : IEstimator<CharacterLanguageModelTransformer>
{
    private readonly IHost _host;
    private readonly string _output;
    private readonly string _input;
    private readonly CharacterLanguageModelOptions _options;
    private readonly int _seed;

    internal CharacterLanguageModelEstimator(IHostEnvironment environment, string outputColumnName, string inputColumnName, CharacterLanguageModelOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _host = environment.Register("CharacterLanguageModel");
        (_output, _input, _options) = (outputColumnName, inputColumnName, options);
        _seed = _host.Rand.Next(); // drawn once: fitting the same estimator twice gives the same weights
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [new TextSequenceInput(_input)]);
        return SchemaShapes.With(inputSchema, [new ScalarOutput(_output).Shape]);
    }

    /// <summary>Reads the texts, one behind the other, and trains the network.</summary>
    /// <param name="input">The training rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The text column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">The texts hold no characters, or held-out ones only.</exception>
    public CharacterLanguageModelTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, [new TextSequenceInput(_input)]);
        var texts = input.GetColumn<string>(input.Schema[_input]).Where(text => text.Length > 0).ToArray();
        if (texts.Length == 0)
            throw new InvalidOperationException($"There is nothing to train on: column '{_input}' holds no character in any row.");
        var alphabet = Alphabet.Of(texts);
        // number 0 stands before, between and behind the texts
        var numbers = texts.SelectMany(text => text.Select(c => (long)alphabet.IndexOf(c)).Prepend(0)).Append(0).ToArray();
        var heldOut = (int)(_options.Training.ValidationFraction * numbers.Length);
        if (numbers.Length - heldOut < 2)
            throw new InvalidOperationException($"There is nothing left to train on: {heldOut} of {numbers.Length} characters and ends are held out. Give more text, or a smaller ValidationFraction.");
        using var fit = new FitSession(_host, _options.Training, _seed, _options, _input);
        var rows = fit.Own(new CharacterStreams(numbers[..^heldOut], _options.Training.BatchSize, _options.SegmentLength, fit.Device));
        var validation = heldOut < 2 ? null : fit.Own(new CharacterStreams(numbers[^heldOut..], 1, _options.SegmentLength, fit.Device));
        var architecture = new CharacterLanguageArchitecture(
            alphabet.Size, _options.EmbeddingSize,
            new RecurrentStackArchitecture(_options.Cell, _options.EmbeddingSize, _options.HiddenSize, _options.Layers, false, _options.Dropout));
        var network = fit.Place(new CharacterLanguageNetwork(architecture));
        using var step = new CharacterLanguageStep(network, fit.Update(network), rows.Streams, fit.Device);
        var history = fit.Train(step, rows, validation);
        var description = new CharacterLanguageDescription(_output, _input, alphabet, architecture, _options.MaximumLength, history);
        return fit.Finish(new CharacterLanguageModelTransformer(_host, description, network, fit.Device));
    }
}
