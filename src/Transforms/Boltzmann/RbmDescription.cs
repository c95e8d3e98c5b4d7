using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a restricted Boltzmann machine beside its weights.</summary>
internal sealed record RbmDescription(
    RbmColumns Columns, RbmArchitecture Architecture, TrainingHistory History) : IModelDescription<RbmNetwork>
{
    /// <inheritdoc/>
    public void Check() => ArchitectureChecks.Check(Architecture);

    /// <inheritdoc/>
    public RbmNetwork CreateNetwork() => new(Architecture);
}
