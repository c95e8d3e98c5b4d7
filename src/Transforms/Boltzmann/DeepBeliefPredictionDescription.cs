using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a fine-tuned deep belief network beside its weights.</summary>
internal sealed record DeepBeliefPredictionDescription(
    string FeatureColumn, UnrolledDeepBeliefArchitecture Architecture, PredictionHead Head, TrainingHistory[] Pretraining, TrainingHistory History)
    : IModelDescription<UnrolledDeepBeliefNetwork>
{
    /// <inheritdoc/>
    public UnrolledDeepBeliefNetwork CreateNetwork() => Architecture.Machines.Length > 0
        ? new UnrolledDeepBeliefNetwork(Architecture)
        : throw new FormatException("The model's description has no layers: the file is damaged.");
}
