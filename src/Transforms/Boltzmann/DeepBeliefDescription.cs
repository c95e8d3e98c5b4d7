using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a deep belief network beside its weights.</summary>
internal sealed record DeepBeliefDescription(
    DeepBeliefColumns Columns, DeepBeliefArchitecture Architecture, TrainingHistory[] Pretraining);
