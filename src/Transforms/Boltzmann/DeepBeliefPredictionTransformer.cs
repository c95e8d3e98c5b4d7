using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A deep belief network that was fine-tuned to predict a label.</summary>
[ArchiveKind("DeepBeliefPrediction", version: 1)]
public sealed class DeepBeliefPredictionTransformer
    : PredictionTransformer, IArchived<DeepBeliefPredictionTransformer, DeepBeliefPredictionDescription, UnrolledDeepBeliefNetwork>
{
    private readonly DeepBeliefPredictionDescription _description;

    internal DeepBeliefPredictionTransformer(
        IHostEnvironment environment, DeepBeliefPredictionDescription description, UnrolledDeepBeliefNetwork network, Device device)
        : base(
            environment, description, network, device, description.Head,
            description.InputAs(null), network.call) =>
        _description = description;

    /// <summary>What happened in each layer before the fine-tuning, from the data upwards; empty after a warm start.</summary>
    public IReadOnlyList<TrainingHistory> PretrainingHistories => _description.Pretraining;

    internal RbmArchitecture LowestMachine => _description.Architecture.Machines[0];

    internal VisibleUnits VisibleUnits => LowestMachine.VisibleUnits;

    internal override TransferWeights Transferable()
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        return TransferWeights.CopyOf(((UnrolledDeepBeliefNetwork)Network).Plain()) with
        {
            HiddenFunction = $"{_description.Architecture.Activation}",
        };
    }

    private protected override PredictionTransformer With(PredictionHead head) =>
        new DeepBeliefPredictionTransformer(
            Environment, (DeepBeliefPredictionDescription)Description with { Head = head }, (UnrolledDeepBeliefNetwork)Network, Device);

    static DeepBeliefPredictionTransformer IArchived<DeepBeliefPredictionTransformer, DeepBeliefPredictionDescription,
        UnrolledDeepBeliefNetwork>.From(
        DeepBeliefPredictionDescription description, UnrolledDeepBeliefNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
