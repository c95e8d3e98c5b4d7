using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted sequence-to-sequence network: writes an output sequence for each input sequence.</summary>
[ArchiveKind("SequenceToSequence", version: 1)]
public sealed class SequenceToSequenceTransformer
    : ScoringTransformer, IShowsAttention,
        IArchived<SequenceToSequenceTransformer, SequenceToSequenceDescription, SequenceToSequenceNetwork>
{
    private readonly SequenceToSequenceDescription _description;
    private readonly SequenceToSequenceNetwork _network;

    internal SequenceToSequenceTransformer(
        IHostEnvironment environment, SequenceToSequenceDescription description, SequenceToSequenceNetwork network, Device device)
        : base(
            environment, description, network, device, [new SequenceInput(description.InputColumn, "input", description.Shape)],
            ScoredOutputs.Of(rows => new TranslationPass(network, description, rows[0], rows[1]), description.Columns()))
    {
        _description = description;
        _network = network;
    }

    AttentionColumn? IShowsAttention.Attention => _description.Attention;

    /// <summary>Sequences kept while decoding; 1 takes the likeliest key at each step.</summary>
    public int BeamWidth => _description.BeamWidth;

    /// <summary>The same network with another width of the beam. Both have the same weights, which last until both are disposed.</summary>
    /// <param name="beamWidth">At least 1, at most the number of output keys and one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is out of range.</exception>
    public SequenceToSequenceTransformer WithBeam(int beamWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(beamWidth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(beamWidth, _description.Architecture.TargetCount + 1);
        using var use = Use();
        return new SequenceToSequenceTransformer(Environment, _description with { BeamWidth = beamWidth }, _network, Device);
    }

    internal override TransferWeights Transferable() =>
        TransferWeights.CopyOf(NamedWeights.Where(weight => weight.Key.StartsWith("encoder.", StringComparison.Ordinal)));

    internal SequenceEncoderArchitecture Encoder => _description.Architecture.Encoder;

    static SequenceToSequenceTransformer IArchived<SequenceToSequenceTransformer, SequenceToSequenceDescription,
        SequenceToSequenceNetwork>.From(
        SequenceToSequenceDescription description, SequenceToSequenceNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a sequence-to-sequence network beside its weights.</summary>
internal sealed record SequenceToSequenceDescription(
    string OutputColumn, string InputColumn, SequenceShape Shape, SequenceToSequenceArchitecture Architecture, int MaximumLength,
    int BeamWidth,
    KeyValues? TargetValues, TrainingHistory History, SequenceOutputs? Outputs = null) : IModelDescription<SequenceToSequenceNetwork>
{
    /// <summary>The weights that are shown; null for none.</summary>
    public AttentionColumn? Attention => Outputs?.AttentionWeights is { } name
        ? new AttentionColumn(name, InputColumn, Shape.MaximumLength, OutputColumn, MaximumLength)
        : null;

    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture.Encoder, Shape);
        ArchitectureChecks.CheckWriter(Architecture, MaximumLength, BeamWidth);
        TargetValues?.Check(Architecture.TargetCount);
        Attention?.Check(has: true);
    }

    /// <inheritdoc/>
    public SequenceToSequenceNetwork CreateNetwork() => SequenceToSequenceNetwork.Of(Architecture);

    /// <summary>The columns added.</summary>
    public IReadOnlyList<ScoredOutput<TranslationPass>> Columns()
    {
        var written = new KeySequenceOutput(OutputColumn, Architecture.TargetCount, MaximumLength, KeySequences.Annotations(TargetValues));
        var keys = new ScoredOutput<TranslationPass>(written, pass => pass.Keys);
        return Attention is { } attention ? [keys, new(attention.Output(), pass => pass.AttentionWeights)] : [keys];
    }
}
