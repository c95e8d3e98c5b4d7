using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a fine-tuned deep belief network beside its weights.</summary>
internal sealed record DeepBeliefPredictionDescription(
    string FeatureColumn, UnrolledDeepBeliefArchitecture Architecture, PredictionHead Head, TrainingHistory[] Pretraining,
    TrainingHistory History)
    : IModelDescription<UnrolledDeepBeliefNetwork>, ILayeredDescription
{
    /// <inheritdoc/>
    public SizedColumn InputAs(string? name) => new VectorInput(name ?? FeatureColumn, "feature", Architecture.Machines[0].VisibleSize);

    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture.Machines);
        ArchitectureChecks.Share(Architecture.Dropout, nameof(Architecture.Dropout));
        Sound.That(Architecture.Activation != Activation.Identity, "Activation is Identity");
        Head.Check(Architecture.OutputSize);
    }

    /// <inheritdoc/>
    public UnrolledDeepBeliefNetwork CreateNetwork() => new(Architecture);
}
