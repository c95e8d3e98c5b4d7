using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a network to foresee the next key of sequences: words, parts of words, notes, events.</summary>
/// <remarks>
/// Input: vectors of keys, of any length; a missing key is learned as one token, a word that is not known. Output: a float, the bits per
/// key of the sequence: how surprising it is. Needs training. The fitted model says what may follow, and writes.
/// </remarks>
public sealed class SequenceLanguageModelEstimator : NetworkEstimator<SequenceLanguageModelOptions, SequenceLanguageModelTransformer>
{
    private readonly string _output;
    private readonly string _input;

    internal SequenceLanguageModelEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, SequenceLanguageModelOptions options)
        : base(environment, "SequenceLanguageModel", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        (_output, _input) = (outputColumnName, inputColumnName ?? outputColumnName);
    }

    private protected override IReadOnlyList<InputColumn> Needed => [Column];

    private protected override object CheckpointColumns => _input;

    private SequenceColumn Column => new(_input, "input", mayBeNumbers: false);

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) => [new ScalarOutput(_output).Shape];

    private protected override SequenceLanguageModelTransformer Train(
        FitSession fit, FitRequest<SequenceLanguageModelTransformer> request)
    {
        var column = Column.SizedBy(request.Input);
        var keys = column.Shape.KeyCount;
        var given = request.Validation is { } validation ? Tokens(validation, column) : null;
        var texts = LanguageTexts.Of(TokenTexts.Read(request.Input, column), given, Options.Training.HeldOutShare, "keys");
        var tokens = keys + TokenTexts.Others;
        var architecture = new TokenLanguageArchitecture(
            tokens, Options.EmbeddingSize, new RecurrentStackArchitecture(Options.Encoder, Options.EmbeddingSize), Options.Dropout,
            Options.TiedWeights);
        var placed = fit.Place(new TokenLanguageNetwork(architecture), request.Previous);
        var history = texts.Train(fit, placed, Options.Training, Options.SegmentLength, MetricNames.BitsPerToken);
        history = history with { Baseline = NgramBaseline.Of(texts, tokens, history) };
        var description = new SequenceLanguageDescription(
            _output, _input, new SequenceShape(keys, 1, Options.MaximumLength), architecture, Options.SegmentLength,
            KeyValues.Of(request.Input.Schema[_input]), history);
        return new SequenceLanguageModelTransformer(Host, description, placed.Network, fit.Device);
    }

    private long[] Tokens(IDataView validation, SequenceInput column)
    {
        SchemaFaults.Check(validation.Schema, [column]);
        var tokens = TokenTexts.Read(validation, Column.SizedBy(validation));
        return tokens.Length >= 2
            ? tokens
            : throw new InvalidOperationException($"Column '{_input}' of the validation rows holds no key in any row.");
    }
}
