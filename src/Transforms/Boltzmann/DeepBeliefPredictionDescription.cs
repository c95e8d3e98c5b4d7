using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a fine-tuned deep belief network beside its weights.</summary>
internal sealed record DeepBeliefPredictionDescription(
    string FeatureColumn, UnrolledDeepBeliefArchitecture Architecture, PredictionTarget Target, TrainingHistory[] Pretraining, TrainingHistory History);
