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
/// Input: a text per row, learned by whole Unicode characters. Output: a float, the bits per character of the text: how surprising it
/// is. Needs training. The fitted model writes texts:
/// <see cref="CharacterLanguageModelTransformer.Generate(string, int, GenerationOptions)"/>.
/// </remarks>
public sealed class CharacterLanguageModelEstimator : NetworkEstimator<CharacterLanguageModelOptions, CharacterLanguageModelTransformer>
{
    private readonly string _output;
    private readonly string _input;

    internal CharacterLanguageModelEstimator(
        IHostEnvironment environment, string outputColumnName, string inputColumnName, CharacterLanguageModelOptions options)
        : base(environment, "CharacterLanguageModel", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        (_output, _input) = (outputColumnName, inputColumnName);
    }

    private protected override IReadOnlyList<InputColumn> Needed => [new TextColumn(_input)];

    private protected override object CheckpointColumns => _input;

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) => [new ScalarOutput(_output).Shape];

    private protected override CharacterLanguageModelTransformer Train(
        FitSession fit, FitRequest<CharacterLanguageModelTransformer> request)
    {
        var texts = Texts(request.Input);
        if (texts.Length == 0)
            throw new InvalidOperationException($"There is nothing to train on: column '{_input}' holds no character in any row.");
        var alphabet = request.Previous is { } previous ? Known(previous, texts) : Alphabet.Of(texts);
        var heldOut = Options.Training.HeldOutShare;
        var learned = LanguageTexts.Of(Numbers(texts, alphabet), Given(request.Validation, alphabet), heldOut, "characters");
        var architecture = new CharacterLanguageArchitecture(
            alphabet.Size, Options.EmbeddingSize, new RecurrentStackArchitecture(Options.Encoder, Options.EmbeddingSize));
        var placed = fit.Place(new TokenLanguageNetwork(architecture.OfTokens()), request.Previous);
        var history = learned.Train(fit, placed, Options.Training, Options.SegmentLength, MetricNames.BitsPerCharacter);
        var description = new CharacterLanguageDescription(
            _output, _input, alphabet, architecture, Options.MaximumLength, history, Options.SegmentLength);
        return new CharacterLanguageModelTransformer(Host, description, placed.Network, fit.Device);
    }

    // Characters there that are not learned count as the end of a text.
    private long[]? Given(IDataView? validation, Alphabet alphabet)
    {
        if (validation is null)
            return null;
        var measured = Numbers(Texts(validation), alphabet);
        return measured.Length >= 2
            ? measured
            : throw new InvalidOperationException($"Column '{_input}' of the validation rows holds no character in any row.");
    }

    private Alphabet Known(CharacterLanguageModelTransformer previous, string[] texts)
    {
        var known = new Alphabet(previous.Alphabet);
        var unknown = known.Unknown(texts, 5);
        return unknown.Length == 0
            ? known
            : throw new ArgumentException(
                $"Column '{_input}' holds characters that the previous model does not know and has no weights for: "
                + $"{unknown}. Leave such rows out, or train from fresh weights.", nameof(previous));
    }

    private string[] Texts(IDataView data) => [.. data.GetColumn<string>(data.Schema[_input]).Where(text => text.Length > 0)];

    // number 0 stands before, between and behind the texts
    private static long[] Numbers(string[] texts, Alphabet alphabet) =>
        [.. texts.SelectMany(text => alphabet.Numbers(text).Prepend(0)).Append(0)];
}
