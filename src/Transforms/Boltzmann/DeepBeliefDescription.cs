using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a deep belief network beside its weights.</summary>
internal sealed record DeepBeliefDescription(
    DeepBeliefColumns Columns, DeepBeliefArchitecture Architecture, TrainingHistory[] Pretraining)
    : IModelDescription<DeepBeliefNetwork>, ILayeredDescription
{
    TrainingHistory IModelDescription.History => Pretraining[^1];

    /// <inheritdoc/>
    public SizedColumn InputAs(string? name) => new VectorInput(name ?? Columns.Input, "input", Architecture.VisibleSize);

    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture.Machines);
        Sound.Same(Pretraining.Length, Architecture.Machines.Length, "the numbers of histories and of layers");
    }

    /// <inheritdoc/>
    public DeepBeliefNetwork CreateNetwork() => new(Architecture);
}
