using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a deep belief network beside its weights.</summary>
internal sealed record DeepBeliefDescription(
    DeepBeliefColumns Columns, DeepBeliefArchitecture Architecture, TrainingHistory[] Pretraining) : IModelDescription<DeepBeliefNetwork>
{
    TrainingHistory IModelDescription.History => Pretraining[^1];

    /// <inheritdoc/>
    public DeepBeliefNetwork CreateNetwork() => Architecture.Machines.Length > 0 && Pretraining.Length == Architecture.Machines.Length
        ? new DeepBeliefNetwork(Architecture)
        : throw new FormatException("The model's description has no layers, or not a history for each: the file is damaged.");
}
