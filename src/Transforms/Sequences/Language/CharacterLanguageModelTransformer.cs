using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted character language model: measures how well it foresees texts, and writes on from a prompt.</summary>
[ArchiveKind("CharacterLanguageModel", version: 1)]
public sealed class CharacterLanguageModelTransformer
    : ScoringTransformer, IArchived<CharacterLanguageModelTransformer, CharacterLanguageDescription, TokenLanguageNetwork>
{
    private readonly CharacterLanguageDescription _description;
    private readonly TokenLanguageNetwork _network;

    internal CharacterLanguageModelTransformer(
        IHostEnvironment environment, CharacterLanguageDescription description, TokenLanguageNetwork network, Device device)
        : base(
            environment, description, network, device,
            [new TextSequenceInput(description.InputColumn, description.Alphabet, description.MaximumLength)],
            ScoredOutputs.Of(new ScalarOutput(description.OutputColumn), texts => TokenBits.Of(
                network, texts[0], texts[1], description.ContextLength)))
    {
        _description = description;
        _network = network;
    }

    /// <summary>
    /// The characters that the model knows: whole Unicode characters, in order. Characters beyond U+FFFF take two of .NET's chars.
    /// </summary>
    public string Alphabet => _description.Alphabet.Characters;

    /// <summary>How surprising a text is: the mean of -log₂ of the probability of each character given those before it.</summary>
    /// <param name="text">The text; characters that the model does not know count as the end of a text.</param>
    /// <returns>Bits per character; NaN for an empty text.</returns>
    public double BitsPerCharacter(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
            return double.NaN;
        using var use = Use();
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var numbers = _description.Alphabet.Numbers(text).ToArray();
        var likelihoods = TokenLikelihoods.Of(_network, tensor(numbers, [1, numbers.Length]).to(Device), _description.ContextLength);
        return -likelihoods.mean().Read<float>() / Math.Log(2);
    }

    /// <summary>Writes on from a prompt, character by character.</summary>
    /// <param name="prompt">The beginning; may be empty.</param>
    /// <param name="length">Unicode characters to write at most; the model may end earlier.</param>
    /// <param name="temperature">How bold: 0 takes the likeliest character, 1 draws by the model's probabilities, more evens them
    /// out.</param>
    /// <param name="seed">Fixes the draws; null draws it from the environment.</param>
    /// <returns>What was written, without the prompt; always well-formed, as characters are written whole.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 0, or the temperature below 0 or no number.</exception>
    /// <exception cref="ArgumentException">The prompt has a character that the model does not know.</exception>
    public string Generate(string prompt, int length, double temperature = 1, int? seed = null) =>
        Generate(prompt, length, new GenerationOptions { Temperature = temperature, Seed = seed });

    /// <summary>Writes on from a prompt, character by character.</summary>
    /// <param name="prompt">The beginning; may be empty.</param>
    /// <param name="length">Unicode characters to write at most; the model may end earlier.</param>
    /// <param name="options">How to draw.</param>
    /// <returns>What was written, without the prompt; always well-formed, as characters are written whole.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 0, or an option out of its range.</exception>
    /// <exception cref="ArgumentException">The prompt has a character that the model does not know.</exception>
    public string Generate(string prompt, int length, GenerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        options.Check();
        if (_description.Alphabet.Unknown([prompt], 1) is { Length: > 0 } unknown)
            throw new ArgumentException($"The prompt has the character {unknown}, which was not in the training texts.", nameof(prompt));
        using var use = Use();
        var random = new Random(options.Seed ?? Environment.Register("Generate").Rand.Next());
        using var context = new TokenContext(_network, _description.ContextLength, Device);
        foreach (var number in _description.Alphabet.Numbers(prompt))
            context.Read(number);
        return string.Concat(TokenWriter.Write(context, length, options, random).Select(n => _description.Alphabet[(int)n].ToString()));
    }

    static CharacterLanguageModelTransformer IArchived<CharacterLanguageModelTransformer, CharacterLanguageDescription,
        TokenLanguageNetwork>.From(
        CharacterLanguageDescription description, TokenLanguageNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
