using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Adds what a layer of a convolutional network makes of each picture, as features for other trainers.</summary>
[ArchiveKind("ConvolutionalFeatures", version: 1)]
public sealed class ConvolutionalFeaturesTransformer
    : ScoringTransformer, IArchived<ConvolutionalFeaturesTransformer, ConvolutionalFeaturesDescription, ConvolutionalNetwork>
{
    private readonly ConvolutionalNetwork _network;
    private readonly int _layer;

    internal ConvolutionalFeaturesTransformer(
        IHostEnvironment environment, ConvolutionalFeaturesDescription description, ConvolutionalNetwork network, Device device)
        : this(environment, description, network, network.Plan.IndexOf(description.Layer), device)
    {
    }

    private ConvolutionalFeaturesTransformer(
        IHostEnvironment environment, ConvolutionalFeaturesDescription description, ConvolutionalNetwork network, int layer, Device device)
        : base(
            environment, description, network, device, [new ImageInput(description.InputColumn, "input", description.Format)],
            ScoredOutputs.Of(
                new VectorOutput(description.OutputColumn, network.Plan.Layers[layer].Output.Count),
                pictures => network.OutputOf(pictures[0], layer).flatten(1))) =>
        (_network, _layer) = (network, layer);

    /// <summary>Name of the layer whose output is taken.</summary>
    public string LayerName => _network.Plan.Layers[_layer].Name;

    /// <summary>Number of features.</summary>
    public int FeatureCount => _network.Plan.Layers[_layer].Output.Count;

    /// <summary>A table of the network's layers.</summary>
    public override string Summary() => _network.Plan.Summary();

    static ConvolutionalFeaturesTransformer IArchived<ConvolutionalFeaturesTransformer, ConvolutionalFeaturesDescription,
        ConvolutionalNetwork>.From(
        ConvolutionalFeaturesDescription description, ConvolutionalNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a feature extractor beside its weights.</summary>
internal sealed record ConvolutionalFeaturesDescription(
    string OutputColumn, string InputColumn, ImageFormat Format, string Layer, ConvolutionalArchitecture Architecture)
    : IModelDescription<ConvolutionalNetwork>
{
    // Nothing was trained: the network was taken over.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <inheritdoc/>
    public void Check() => ArchitectureChecks.Check(Architecture, Format);

    /// <inheritdoc/>
    public ConvolutionalNetwork CreateNetwork()
    {
        var network = ConvolutionalDescription.Rebuild(Architecture);
        if (network.Plan.Layers.Any(layer => layer.Name == Layer))
            return network;
        network.Dispose();
        throw new FormatException($"The model takes features from a layer '{Layer}' that its network does not have.");
    }
}
