using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted network that has learned to find masked keys of sequences: it adds what it has understood of them as features, and says what a
/// hidden key may be.
/// </summary>
[ArchiveKind("MaskedTokenModel", version: 1)]
public sealed class MaskedTokenModelTransformer
    : ScoringTransformer, IArchived<MaskedTokenModelTransformer, MaskedTokenDescription, MaskedTokenNetwork>
{
    private readonly MaskedTokenDescription _description;
    private readonly MaskedTokenNetwork _network;

    internal MaskedTokenModelTransformer(
        IHostEnvironment environment, MaskedTokenDescription description, MaskedTokenNetwork network, Device device)
        : base(
            environment, description, network, device, [new SequenceInput(description.InputColumn, "input", description.Shape)],
            ScoredOutputs.Of(description.Output(), rows => FeaturesOf(network, rows[0], rows[1], description)))
    {
        _description = description;
        _network = network;
    }

    /// <summary>Keys that the model knows: from 1 to this number.</summary>
    public int KeyCount => _description.Shape.KeyCount;

    /// <summary>Keys that are read of a sequence; what lies behind them is not.</summary>
    public int MaximumLength => _description.Shape.MaximumLength;

    /// <summary>Numbers of a feature vector.</summary>
    public int FeatureSize => _description.Architecture.Encoder.Stack.OutputSize;

    /// <summary>The layers that read, to be given to a network that starts from them.</summary>
    public SequenceEncoder Encoder => _description.Architecture.Encoder.Stack.Encoder;

    /// <summary>Numbers that stand for a key, to be given to a network that starts from them.</summary>
    public int EmbeddingSize => _description.Architecture.Encoder.EmbeddingSize;

    /// <summary>The values behind the keys, in their order, as invariant text; empty if the keys had none in training.</summary>
    public IReadOnlyList<string> Vocabulary => _description.Values?.Texts ?? [];

    internal override TransferWeights Transferable() => base.Transferable() with { Vocabulary = _description.Values?.Texts };

    /// <summary>The keys that are likeliest to stand at a place of a sequence, by all others, the likeliest first.</summary>
    /// <param name="sequence">Keys from 1; 0 for a missing one. The key at the place is hidden.</param>
    /// <param name="place">The place, from 0.</param>
    /// <param name="count">At most so many, at least 1.</param>
    /// <returns>Keys from 1 with their probabilities; fewer than asked for where there are fewer keys.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A key is past those that the model knows, the sequence longer than it reads, the place outside of it, or the count below 1.
    /// </exception>
    public IReadOnlyList<NextToken> Fill(IReadOnlyList<uint> sequence, int place, int count)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        if (sequence.Count > MaximumLength)
            throw new ArgumentOutOfRangeException(
                nameof(sequence), sequence.Count, $"The sequence has {sequence.Count} keys; the model reads {MaximumLength}.");
        foreach (var key in sequence)
            if (key > KeyCount)
                throw new ArgumentOutOfRangeException(
                    nameof(sequence), key, $"Key {key} is past the {KeyCount} keys that the model knows.");
        if (place < 0 || place >= sequence.Count)
            throw new ArgumentOutOfRangeException(nameof(place), place, $"The place must be in [0, {sequence.Count}).");
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using var use = Use();
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var keys = tensor([.. sequence.Select(key => (long)key)], [1, sequence.Count], device: Device);
        var hidden = Ranges.Below(sequence.Count, Device).eq(Networks.Numbers.Kept((long)place)).unsqueeze(0);
        var logits = _network.Answer(keys, tensor([(long)sequence.Count], device: Device), hidden, hidden);
        var likely = logits[0].narrow(0, 1, KeyCount).softmax(0).to(ScalarType.Float64).ReadAll<double>(); // a missing key is no answer
        return [.. likely.Select((probability, i) => new NextToken((uint)i + 1, probability))
            .OrderByDescending(token => token.Probability).Take(count)];
    }

    // (batch, features), or (batch, maximum length · features) with NaN behind the end
    private static Tensor FeaturesOf(MaskedTokenNetwork network, Tensor rows, Tensor lengths, MaskedTokenDescription description)
    {
        var steps = network.call(rows, lengths); // (batch, time, features)
        if (description.Features == TokenFeatures.PerToken)
            return NumberSequenceOutput.Padded(steps, lengths, description.Shape.MaximumLength);
        if (description.Features == TokenFeatures.First)
            return steps.select(1, 0);
        var counted = SequenceEncoderNetwork.AtLeastOne(lengths); // an empty sequence is one missing key
        var within = SequenceEncoderNetwork.Mask(counted, steps.size(1)).unsqueeze(2).to(steps.dtype);
        return (steps * within).sum(1L) / counted.unsqueeze(1);
    }

    static MaskedTokenModelTransformer IArchived<MaskedTokenModelTransformer, MaskedTokenDescription, MaskedTokenNetwork>.From(
        MaskedTokenDescription description, MaskedTokenNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
