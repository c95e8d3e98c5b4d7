using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted recurrent network that answers once for each sequence.</summary>
[ArchiveKind("RecurrentNetwork", version: 1)]
public sealed class RecurrentNetworkTransformer
    : PredictionTransformer, IShowsAttention, IArchived<RecurrentNetworkTransformer, RecurrentNetworkDescription, RecurrentSequenceNetwork>
{
    private readonly RecurrentNetworkDescription _description;
    private readonly Lazy<SequencePass?> _rowPass;

    internal RecurrentNetworkTransformer(
        IHostEnvironment environment, RecurrentNetworkDescription description, RecurrentSequenceNetwork network, Device device)
        : base(
            environment, description, network, device, description.Head,
            description.InputAs(null), network.call,
            description.Attention?.MadeBy(rows => network.Look(rows[0], rows[1])))
    {
        _description = description;
        _rowPass = new Lazy<SequencePass?>(() => SequencePass.Of(network, description.Shape.MaximumLength));
    }

    /// <summary>Steps that are read of a sequence; what lies behind them is not read.</summary>
    public int MaximumLength => _description.Shape.MaximumLength;

    AttentionColumn? IShowsAttention.Attention => _description.Attention;

    // That pass keeps no weights of attention.
    internal override Func<ScoreRow>? CreateRowPass =>
        _description.Attention is null && _rowPass.Value is { } pass ? () => pass.Create(Predictions) : null;

    internal RecurrentSequenceArchitecture Architecture => _description.Architecture;

    internal SequenceEncoderArchitecture Encoder => _description.Architecture.Encoder;

    internal override TransferWeights Transferable() => base.Transferable() with { Vocabulary = _description.Keys?.Texts };

    private protected override PredictionTransformer With(PredictionHead head) =>
        new RecurrentNetworkTransformer(
            Environment, (RecurrentNetworkDescription)Description with { Head = head }, (RecurrentSequenceNetwork)Network, Device);

    static RecurrentNetworkTransformer IArchived<RecurrentNetworkTransformer, RecurrentNetworkDescription, RecurrentSequenceNetwork>.From(
        RecurrentNetworkDescription description, RecurrentSequenceNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a recurrent network beside its weights.</summary>
internal sealed record RecurrentNetworkDescription(
    string FeatureColumn, SequenceShape Shape, RecurrentSequenceArchitecture Architecture, PredictionHead Head, TrainingHistory History,
    KeyValues? Keys = null, SequenceOutputs? Outputs = null)
    : IModelDescription<RecurrentSequenceNetwork>, ILayeredDescription
{
    /// <summary>The weights that are shown; null for none.</summary>
    public AttentionColumn? Attention =>
        AttentionColumn.Of(Outputs, FeatureColumn, Shape, ofSummary: Architecture.Pooling == SequencePooling.Attention);

    /// <inheritdoc/>
    public SizedColumn InputAs(string? name) => new SequenceInput(name ?? FeatureColumn, "feature", Shape);

    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture.Encoder, Shape);
        Head.Check(Architecture.AnswerSize);
        Keys?.Check(Shape.KeyCount);
        Attention?.Check(Architecture.ShowsAttention);
    }

    /// <inheritdoc/>
    public RecurrentSequenceNetwork CreateNetwork() => new(Architecture);
}
