using System.Reflection;
using System.Text.Json.Nodes;
using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>What is saved of features from a network beside its weights.</summary>
/// <param name="OutputColumn">Name of the features.</param>
/// <param name="InputColumn">Name of the column that is read; null for the one, or those, of the network.</param>
/// <param name="Layer">The layer that gives them.</param>
/// <param name="Kind">Kind of the network's model.</param>
/// <param name="Version">The version that its description is of.</param>
/// <param name="Described">Its description.</param>
internal sealed record NetworkFeaturesDescription(
    string OutputColumn, string? InputColumn, string Layer, string Kind, int Version, JsonNode Described) : IModelDescription<nn.Module>
{
    private readonly Lazy<ILayeredDescription> _model = new(() => Layered(ModelArchive.Described(Kind, Version, Described), Kind));

    // Nothing was trained: the network was taken over.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <summary>The network's description.</summary>
    public ILayeredDescription Model => _model.Value;

    /// <summary>The column that is read.</summary>
    public SizedColumn Input => Model.InputAs(InputColumn);

    /// <summary>Features from a fitted network.</summary>
    /// <param name="output">Name of the features.</param>
    /// <param name="input">Name of the column that is read; null for the network's own.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="model">The network.</param>
    public static NetworkFeaturesDescription Of(string output, string? input, string layer, NetworkTransformer model)
    {
        var kind = model.GetType().GetCustomAttribute<ArchiveKindAttribute>()!;
        return new(output, input, layer, kind.Kind, kind.Version, ArchiveJson.Node(model.Description)!);
    }

    /// <inheritdoc/>
    public void Check() => _ = Input; // reads the network's description, which is checked with it

    /// <inheritdoc/>
    public nn.Module CreateNetwork() => ((IModelDescription<nn.Module>)Model).CreateNetwork();

    private static ILayeredDescription Layered(IModelDescription description, string kind) => description as ILayeredDescription
        ?? throw new FormatException($"The model takes features from a '{kind}', whose layers cannot be looked at.");
}
