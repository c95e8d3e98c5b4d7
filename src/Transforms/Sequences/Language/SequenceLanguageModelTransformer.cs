using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted language model over keys: P(w₁…wₙ) = Π P(wₜ | w₁…wₜ₋₁). It measures how well it foresees sequences, says what may follow, and
/// writes on. A missing key counts as one token, a word that was not learned, and is never written.
/// </summary>
[ArchiveKind("SequenceLanguageModel", version: 1)]
public sealed class SequenceLanguageModelTransformer
    : ScoringTransformer, IArchived<SequenceLanguageModelTransformer, SequenceLanguageDescription, TokenLanguageNetwork>
{
    private readonly SequenceLanguageDescription _description;
    private readonly TokenLanguageNetwork _network;

    internal SequenceLanguageModelTransformer(
        IHostEnvironment environment, SequenceLanguageDescription description, TokenLanguageNetwork network, Device device)
        : base(
            environment, description, network, device, [new SequenceInput(description.InputColumn, "input", description.Shape)],
            ScoredOutputs.Of(
                new ScalarOutput(description.OutputColumn), rows => TokenBits.Of(
                    network, Known(rows[0], description.Shape.KeyCount), rows[1], description.ContextLength)))
    {
        _description = description;
        _network = network;
    }

    /// <summary>Keys that the model knows: from 1 to this number.</summary>
    public int KeyCount => _description.Shape.KeyCount;

    /// <summary>The values behind the keys, in their order, as invariant text; empty if the keys had none in training.</summary>
    public IReadOnlyList<string> Vocabulary => _description.Values?.Texts ?? [];

    internal override TransferWeights Transferable()
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var weights = NamedWeights.ToDictionary();
        weights[SequenceTransfer.Embedding] = OfKeys(weights[SequenceTransfer.Embedding], KeyCount);
        return TransferWeights.CopyOf(weights) with { Vocabulary = _description.Values?.Texts };
    }

    /// <summary>log P(w₁…wₙ): the sum of log P(wₜ | w₁…wₜ₋₁), without the end of the sequence.</summary>
    /// <param name="sequence">Keys from 1; 0 for a missing one.</param>
    /// <returns>In nats, at most 0; 0 for an empty sequence.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A key is past those that the model knows.</exception>
    public double LogProbability(IReadOnlyList<uint> sequence)
    {
        var tokens = Tokens(sequence, nameof(sequence));
        using var use = Use();
        return LogProbability(tokens);
    }

    /// <summary>e^(-mean log P) over all keys of a column's sequences: as unsure as between so many keys that are alike.</summary>
    /// <param name="data">Rows with the model's input column; sequences are read whole.</param>
    /// <returns>At least 1; NaN if no row holds a key.</returns>
    public double Perplexity(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var column = new SequenceColumn(_description.InputColumn, "input", mayBeNumbers: false);
        SchemaFaults.Check(data.Schema, Inputs);
        using var use = Use();
        if (column.SizedWhereThereAreSteps(data) is not { } rows)
            return double.NaN;
        var tokens = TokenTexts.Read(data, rows);
        var (sum, count, start) = (0.0, 0L, 1);
        for (var at = 1; at < tokens.Length; at++)
        {
            if (tokens[at] != 0)
                continue;
            sum += LogProbability(tokens[start..at]);
            count += at - start;
            start = at + 1;
        }
        return Math.Exp(-sum / count);
    }

    /// <summary>The keys that are likeliest to follow, the likeliest first.</summary>
    /// <param name="prompt">Keys from 1; may be empty.</param>
    /// <param name="count">At most so many, at least 1.</param>
    /// <returns>Fewer than asked for where there are fewer keys. Words that were not learned have no key: their share is missing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A key is past those that the model knows, or the count below 1.</exception>
    public IReadOnlyList<NextToken> NextTokens(IReadOnlyList<uint> prompt, int count)
    {
        var tokens = Tokens(prompt, nameof(prompt));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using var use = Use();
        using var context = Read(tokens);
        return [.. TokenWriter.Probabilities(context.Logits()).Take(KeyCount + 1)
            .Select((probability, key) => new NextToken((uint)key, probability)).OrderByDescending(next => next.Probability).Take(count)];
    }

    /// <summary>Writes on from a prompt, key by key.</summary>
    /// <param name="prompt">Keys from 1; may be empty.</param>
    /// <param name="length">Keys to write at most; the model may end earlier.</param>
    /// <param name="options">How to draw; null for draws by the model's probabilities.</param>
    /// <returns>What was written, without the prompt.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A key is past those that the model knows, the length below 0, or an option out of its range.
    /// </exception>
    public uint[] Generate(IReadOnlyList<uint> prompt, int length, GenerationOptions? options = null)
    {
        var tokens = Tokens(prompt, nameof(prompt));
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var how = options ?? new GenerationOptions();
        how.Check();
        using var use = Use();
        var random = new Random(how.Seed ?? Environment.Register("Generate").Rand.Next());
        using var context = Read(tokens);
        return [.. TokenWriter.Write(context, length, how, random, TokenTexts.Missing(KeyCount)).Select(token => (uint)token)];
    }

    private double LogProbability(long[] tokens)
    {
        if (tokens.Length == 0)
            return 0;
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var sequence = tensor(tokens, [1, tokens.Length]).to(Device);
        return TokenLikelihoods.Of(_network, sequence, _description.ContextLength).sum(ScalarType.Float64).Read<double>();
    }

    private TokenContext Read(long[] tokens)
    {
        var context = new TokenContext(_network, _description.ContextLength, Device);
        foreach (var token in tokens)
            context.Read(token);
        return context;
    }

    private long[] Tokens(IReadOnlyList<uint> keys, string name)
    {
        ArgumentNullException.ThrowIfNull(keys, name);
        foreach (var key in keys)
            if (key > KeyCount)
                throw new ArgumentOutOfRangeException(name, key, $"Key {key} is past the {KeyCount} keys that the model knows.");
        return [.. keys.Select(key => key == 0 ? (long)TokenTexts.Missing(KeyCount) : key)];
    }

    // Other networks know no end of a sequence, and a missing key as key 0.
    private static Tensor OfKeys(Tensor embedding, int keys) =>
        cat([embedding.narrow(0, TokenTexts.Missing(keys), 1), embedding.narrow(0, 1, keys)], 0); // (keys + 1, numbers)

    // A missing key is a token of its own; what stands behind the end of a row is not looked at.
    private static Tensor Known(Tensor keys, int count) =>
        keys.masked_fill(keys.eq(Numbers.Zero), Numbers.Kept((long)TokenTexts.Missing(count)));

    static SequenceLanguageModelTransformer IArchived<SequenceLanguageModelTransformer, SequenceLanguageDescription,
        TokenLanguageNetwork>.From(
        SequenceLanguageDescription description, TokenLanguageNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
