using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A deep belief network that was fine-tuned to predict a label.</summary>
[ArchiveKind("DeepBeliefPrediction", version: 1)]
public sealed class DeepBeliefPredictionTransformer : PredictionTransformer, IArchived<DeepBeliefPredictionTransformer>
{
    private readonly UnrolledDeepBeliefArchitecture _architecture;
    private readonly UnrolledDeepBeliefNetwork _network;

    internal DeepBeliefPredictionTransformer(
        IHostEnvironment environment, string featureColumnName, UnrolledDeepBeliefArchitecture architecture, PredictionTarget target,
        UnrolledDeepBeliefNetwork network, Device device)
        : base(environment, network, device, target, new VectorInput(featureColumnName, "feature", architecture.Machines[0].VisibleSize))
    {
        _architecture = architecture;
        _network = network;
    }

    /// <summary>What happened in each layer before the fine-tuning, from the data upwards; empty after a warm start.</summary>
    public IReadOnlyList<TrainingHistory> PretrainingHistories { get; internal init; } = [];

    internal override object Description =>
        new DeepBeliefPredictionDescription(FeatureColumnName, _architecture, Target, [.. PretrainingHistories], TrainingHistory);

    internal override Tensor Answer(Tensor[] inputs) => _network.call(inputs[0]);

    static DeepBeliefPredictionTransformer IArchived<DeepBeliefPredictionTransformer>.FromArchive(ModelArchive archive, IHostEnvironment environment)
    {
        var description = archive.Describe<DeepBeliefPredictionDescription>();
        if (description.Architecture.Machines.Length == 0)
            throw new FormatException("The model's description has no layers: the file is damaged.");
        var network = new UnrolledDeepBeliefNetwork(description.Architecture);
        archive.LoadInto(network);
        return new DeepBeliefPredictionTransformer(environment, description.FeatureColumn, description.Architecture, description.Target, network, CPU)
        {
            PretrainingHistories = description.Pretraining,
            TrainingHistory = description.History,
        };
    }
}
