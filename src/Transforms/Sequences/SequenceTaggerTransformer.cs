using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted recurrent tagger: adds a tag for every step of each sequence.</summary>
[ArchiveKind("SequenceTagger", version: 1)]
public sealed class SequenceTaggerTransformer
    : ScoringTransformer, IShowsAttention, IArchived<SequenceTaggerTransformer, SequenceTaggerDescription, RecurrentTaggingNetwork>
{
    private readonly SequenceTaggerDescription _description;

    internal SequenceTaggerTransformer(
        IHostEnvironment environment, SequenceTaggerDescription description, RecurrentTaggingNetwork network, Device device)
        : base(
            environment, description, network, device, [description.InputAs(null)],
            ScoredOutputs.Of(
                rows => network.call(rows[0], rows[1]),
                description.Output(),
                (logits, lengths) => Tags(logits, lengths, description.Shape.MaximumLength),
                description.Attention?.MadeBy(rows => network.Look(rows[0], rows[1])))) =>
        _description = description;

    AttentionColumn? IShowsAttention.Attention => _description.Attention;

    /// <summary>Steps that are read of a sequence; what lies behind them gets no tag.</summary>
    public int MaximumLength => _description.Shape.MaximumLength;

    // (batch, maximum length), int64: the tags from 1, and -1 behind the end
    private static Tensor Tags(Tensor logits, Tensor lengths, int maximumLength)
    {
        var tags = logits.argmax(2).Plus(1L); // (batch, time): ML.NET keys start at 1
        var padded = full(
            [tags.size(0), maximumLength], Numbers.Kept(KeySequenceOutput.None), dtype: ScalarType.Int64, device: tags.device);
        padded.narrow(1, 0, tags.size(1)).copy_(tags);
        return padded.masked_fill(SequenceEncoderNetwork.Mask(lengths, maximumLength).logical_not(), Numbers.Kept(KeySequenceOutput.None));
    }

    internal override TransferWeights Transferable() => base.Transferable() with { Vocabulary = _description.Keys?.Texts };

    internal SequenceEncoderArchitecture Encoder => _description.Architecture.Encoder;

    static SequenceTaggerTransformer IArchived<SequenceTaggerTransformer, SequenceTaggerDescription, RecurrentTaggingNetwork>.From(
        SequenceTaggerDescription description, RecurrentTaggingNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a tagger beside its weights.</summary>
internal sealed record SequenceTaggerDescription(
    string OutputColumn, string InputColumn, SequenceShape Shape, RecurrentTaggingArchitecture Architecture, KeyValues? TagValues,
    TrainingHistory History, KeyValues? Keys = null, SequenceOutputs? Outputs = null)
    : IModelDescription<RecurrentTaggingNetwork>, ILayeredDescription
{
    /// <summary>The weights that are shown; null for none.</summary>
    public AttentionColumn? Attention => AttentionColumn.Of(Outputs, InputColumn, Shape, ofSummary: false);

    /// <inheritdoc/>
    public SizedColumn InputAs(string? name) => new SequenceInput(name ?? InputColumn, "input", Shape);

    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture.Encoder, Shape);
        Sound.Size(Architecture.TagCount, nameof(Architecture.TagCount));
        TagValues?.Check(Architecture.TagCount);
        Keys?.Check(Shape.KeyCount);
        Attention?.Check(Architecture.Encoder.Stack.Encoder.ShowsAttention);
    }

    /// <inheritdoc/>
    public RecurrentTaggingNetwork CreateNetwork() => new(Architecture);

    /// <summary>The column added.</summary>
    public OutputColumn Output() =>
        new KeySequenceOutput(OutputColumn, Architecture.TagCount, Shape.MaximumLength, KeySequences.Annotations(TagValues));
}
