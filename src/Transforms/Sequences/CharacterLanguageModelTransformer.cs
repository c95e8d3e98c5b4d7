using System.Text;
using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted character language model: measures how well it foresees texts, and writes on from a prompt.</summary>
[ArchiveKind("CharacterLanguageModel", version: 1)]
public sealed class CharacterLanguageModelTransformer
    : ScoringTransformer, IArchived<CharacterLanguageModelTransformer, CharacterLanguageDescription, CharacterLanguageNetwork>
{
    private readonly CharacterLanguageDescription _description;
    private readonly CharacterLanguageNetwork _network;

    internal CharacterLanguageModelTransformer(
        IHostEnvironment environment, CharacterLanguageDescription description, CharacterLanguageNetwork network, Device device)
        : base(
            environment, description, network, device,
            [new TextSequenceInput(description.InputColumn, description.Alphabet, description.MaximumLength)],
            ScoredOutputs.Of(new ScalarOutput(description.OutputColumn), texts => BitsOfTexts(network, texts[0], texts[1])))
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
        using var use = Use();
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var numbers = _description.Alphabet.Numbers(text).ToArray();
        return text.Length == 0
            ? double.NaN
            : Bits(_network, tensor(numbers, [1, numbers.Length]).to(Device), ones(1, numbers.Length, device: Device)).Read<float>();
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
    public string Generate(string prompt, int length, double temperature = 1, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (!(temperature >= 0 && double.IsFinite(temperature)))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature must be a number of at least 0.");
        if (_description.Alphabet.Unknown([prompt], 1) is { Length: > 0 } unknown)
            throw new ArgumentException($"The prompt has the character {unknown}, which was not in the training texts.", nameof(prompt));
        using var use = Use();
        var random = new Random(seed ?? Environment.Register("Generate").Rand.Next());
        var written = new StringBuilder();
        using var gradientsOff = no_grad();
        using var outer = NewDisposeScope();
        var numbers = _description.Alphabet.Numbers(prompt).Prepend(0L).ToArray();
        Tensor[][]? states = null;
        for (var characters = 0; characters < length; characters++)
        {
            using var scope = NewDisposeScope();
            var (logits, next) = _network.Continue(tensor(numbers, [1, numbers.Length]).to(Device), states);
            foreach (var state in states?.SelectMany(layer => layer) ?? [])
                state.Dispose();
            states = [.. next.Select(layer => Array.ConvertAll(layer, state => state.MoveToOuterDisposeScope()))];
            var number = Draw(logits.select(1, numbers.Length - 1).ReadAll<float>(), temperature, random);
            if (number == 0)
                break;
            written.Append(_description.Alphabet[number].ToString());
            numbers = [number];
        }
        return written.ToString();
    }

    // (batch, characters) and lengths (batch) → (batch)
    private static Tensor BitsOfTexts(CharacterLanguageNetwork network, Tensor texts, Tensor lengths)
    {
        var time = Math.Max(1, lengths.max().Read<long>());
        var characters = texts.narrow(1, 0, Math.Min(time, texts.size(1))).to(ScalarType.Int64); // (batch, time)
        return Bits(network, characters, SequenceEncoderNetwork.Mask(lengths, characters.size(1)).to(ScalarType.Float32));
    }

    // Mean bits of the characters that count, (batch): each text begins behind the end of another.
    private static Tensor Bits(CharacterLanguageNetwork network, Tensor characters, Tensor mask)
    {
        var before = cat([zeros_like(characters.narrow(1, 0, 1)), characters.narrow(1, 0, characters.size(1) - 1)], 1); // (batch, time)
        var likelihood = network.call(before).log_softmax(2).gather(2, characters.unsqueeze(2)).squeeze(2); // (batch, time)
        return -(likelihood * mask).sum(1) / mask.sum(1).Times(Math.Log(2));
    }

    private static int Draw(float[] logits, double temperature, Random random)
    {
        var best = Array.IndexOf(logits, logits.Max());
        if (temperature == 0)
            return best;
        var weights = Array.ConvertAll(logits, logit => Math.Exp((logit - logits[best]) / temperature));
        var draw = random.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Length; i++)
            if ((draw -= weights[i]) < 0)
                return i;
        return best; // rounding left a rest
    }

    static CharacterLanguageModelTransformer IArchived<CharacterLanguageModelTransformer, CharacterLanguageDescription,
        CharacterLanguageNetwork>.From(
        CharacterLanguageDescription description, CharacterLanguageNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a character language model beside its weights.</summary>
internal sealed record CharacterLanguageDescription(
    string OutputColumn, string InputColumn, Alphabet Alphabet, CharacterLanguageArchitecture Architecture, int MaximumLength,
    TrainingHistory History)
    : IModelDescription<CharacterLanguageNetwork>
{
    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture.Stack, nameof(Architecture.Stack));
        Sound.That(!Architecture.Stack.Bidirectional && Architecture.Stack.Encoder.CarriesState, "its layers do not read forwards only");
        Sound.Same(Architecture.EmbeddingSize, Architecture.Stack.InputSize, "the numbers of a character and those that the layers read");
        Sound.Same(Architecture.CharacterCount, Alphabet.Size, "the numbers of characters in network and alphabet");
        Sound.Size(MaximumLength, nameof(MaximumLength));
    }

    /// <inheritdoc/>
    public CharacterLanguageNetwork CreateNetwork() => new(Architecture);
}
