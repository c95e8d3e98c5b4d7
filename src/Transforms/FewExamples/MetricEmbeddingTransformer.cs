using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted embedding: adds a vector to each row, such that rows of one class lie near each other, also of classes that it has never seen.
/// </summary>
[ArchiveKind("MetricEmbedding", version: 1)]
public sealed class MetricEmbeddingTransformer
    : ScoringTransformer, IArchived<MetricEmbeddingTransformer, MetricEmbeddingDescription, EmbeddingNetwork>
{
    internal MetricEmbeddingTransformer(
        IHostEnvironment environment, MetricEmbeddingDescription description, EmbeddingNetwork network, Device device)
        : base(
            environment, description, network, device, [description.Input],
            ScoredOutputs.Of(
                new VectorOutput(description.OutputColumn, description.Architecture.EmbeddingSize),
                rows => network.Embed(rows[0], rows.Length > 1 ? rows[1] : null))) =>
        EmbeddingSize = description.Architecture.EmbeddingSize;

    /// <summary>Numbers of a vector.</summary>
    public int EmbeddingSize { get; }

    static MetricEmbeddingTransformer IArchived<MetricEmbeddingTransformer, MetricEmbeddingDescription, EmbeddingNetwork>.From(
        MetricEmbeddingDescription description, EmbeddingNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of an embedding beside its weights.</summary>
/// <param name="OutputColumn">Name of the vectors.</param>
/// <param name="InputColumn">What it reads.</param>
/// <param name="Format">How that holds pictures; null for others.</param>
/// <param name="Architecture">Sizes and functions.</param>
/// <param name="History">Of the training.</param>
/// <param name="Shape">How that holds sequences; null for others.</param>
internal sealed record MetricEmbeddingDescription(
    string OutputColumn, string InputColumn, ImageFormat? Format, EmbeddingArchitecture Architecture, TrainingHistory History,
    SequenceShape? Shape = null)
    : IModelDescription<EmbeddingNetwork>
{
    /// <summary>The column that is read.</summary>
    public SizedColumn Input => EmbeddingColumns.Input(InputColumn, "input", Format, Shape, Architecture);

    /// <inheritdoc/>
    public void Check()
    {
        EmbeddingColumns.Check(Architecture, Format, Shape);
        Sound.That(Architecture.HasLayers, "there are no layers");
    }

    /// <inheritdoc/>
    public EmbeddingNetwork CreateNetwork() => EmbeddingColumns.Rebuild(() => new EmbeddingNetwork(Architecture));
}
