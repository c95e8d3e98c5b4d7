using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted recurrent network that answers once for each sequence.</summary>
[ArchiveKind("RecurrentNetwork", version: 1)]
public sealed class RecurrentNetworkTransformer : PredictionTransformer, IArchived<RecurrentNetworkTransformer>
{
    private readonly RecurrentSequenceArchitecture _architecture;
    private readonly RecurrentSequenceNetwork _network;
    private readonly SequenceShape _shape;

    internal RecurrentNetworkTransformer(
        IHostEnvironment environment, string featureColumnName, SequenceShape shape, RecurrentSequenceArchitecture architecture, PredictionTarget target,
        RecurrentSequenceNetwork network, Device device)
        : base(environment, network, device, target, new SequenceInput(featureColumnName, "feature", shape: shape))
    {
        _shape = shape;
        _architecture = architecture;
        _network = network;
    }

    /// <summary>Steps that are read of a sequence; what lies behind them is not read.</summary>
    public int MaximumLength => _shape.MaximumLength;

    internal override object Description => new RecurrentNetworkDescription(FeatureColumnName, _shape, _architecture, Target, TrainingHistory);

    internal override Tensor Answer(Tensor[] inputs) => _network.call(inputs[0]);

    static RecurrentNetworkTransformer IArchived<RecurrentNetworkTransformer>.FromArchive(ModelArchive archive, IHostEnvironment environment)
    {
        var d = archive.Describe<RecurrentNetworkDescription>();
        var network = new RecurrentSequenceNetwork(d.Architecture);
        archive.LoadInto(network);
        return new RecurrentNetworkTransformer(environment, d.FeatureColumn, d.Shape, d.Architecture, d.Target, network, CPU) { TrainingHistory = d.History };
    }
}

/// <summary>What is saved of a recurrent network beside its weights.</summary>
internal sealed record RecurrentNetworkDescription(
    string FeatureColumn, SequenceShape Shape, RecurrentSequenceArchitecture Architecture, PredictionTarget Target, TrainingHistory History);
