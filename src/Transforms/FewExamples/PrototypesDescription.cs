using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a classifier by prototypes beside its weights.</summary>
/// <param name="FeatureColumn">What it reads.</param>
/// <param name="Format">How that holds pictures; null for others.</param>
/// <param name="Architecture">Sizes and functions.</param>
/// <param name="Head">Classes and their names.</param>
/// <param name="History">Of the training.</param>
/// <param name="Shape">How that holds sequences; null for others.</param>
internal sealed record PrototypesDescription(
    string FeatureColumn, ImageFormat? Format, PrototypeArchitecture Architecture, MulticlassHead Head, TrainingHistory History,
    SequenceShape? Shape = null)
    : IModelDescription<PrototypeNetwork>, ILayeredDescription
{
    /// <inheritdoc/>
    public SizedColumn InputAs(string? name) =>
        EmbeddingColumns.Input(name ?? FeatureColumn, "feature", Format, Shape, Architecture.Embedding);

    /// <inheritdoc/>
    public void Check()
    {
        EmbeddingColumns.Check(Architecture.Embedding, Format, Shape);
        Sound.Product("Prototypes", Architecture.ClassCount, Architecture.Embedding.EmbeddingSize);
        if (Architecture.Describer is { } describer)
        {
            Sound.Size(describer.DescriptionSize, nameof(describer.DescriptionSize));
            ArchitectureChecks.Dense(describer.HiddenSizes, 0, nameof(describer.HiddenSizes));
        }
        Head.Check(Architecture.ClassCount);
        if (Head.KeyValues is { Texts: var names })
            Sound.That(names.Distinct(StringComparer.Ordinal).Count() == names.Length, "two classes have one name");
    }

    /// <inheritdoc/>
    public PrototypeNetwork CreateNetwork() => EmbeddingColumns.Rebuild(() => new PrototypeNetwork(Architecture));
}
