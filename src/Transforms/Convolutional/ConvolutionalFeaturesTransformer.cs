using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Adds what a layer of a convolutional network makes of each picture, as features for other trainers.</summary>
[ArchiveKind("ConvolutionalFeatures", version: 1)]
public sealed class ConvolutionalFeaturesTransformer : NetworkTransformer, IArchived<ConvolutionalFeaturesTransformer>
{
    private readonly ConvolutionalNetwork _network;
    private readonly ImageInput _input;
    private readonly string _output;
    private readonly int _layer;

    internal ConvolutionalFeaturesTransformer(
        IHostEnvironment environment, string output, ImageInput input, string layer, ConvolutionalNetwork network, Device device)
        : base(environment, network, device)
    {
        _network = network;
        _input = input;
        _output = output;
        _layer = network.Plan.IndexOf(layer);
        Inputs = [input];
        Outputs = [new VectorOutput(output, network.Plan.Layers[_layer].Output.Count)];
    }

    /// <summary>Name of the layer whose output is taken.</summary>
    public string LayerName => _network.Plan.Layers[_layer].Name;

    /// <summary>Number of features.</summary>
    public int FeatureCount => _network.Plan.Layers[_layer].Output.Count;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<OutputColumn> Outputs { get; }

    internal override object Description => new ConvolutionalFeaturesDescription(_output, _input.Name, _input.Format, LayerName, _network.Plan.Architecture);

    /// <summary>A table of the network's layers.</summary>
    public string Summary() => _network.Plan.Summary();

    internal override Tensor?[] Score(Tensor[] inputs, bool[] wanted)
    {
        var features = _network.OutputOf(inputs[0], _layer).flatten(1); // (batch, features)
        if (!_input.Format.SkipsUnreadable)
            return [features];
        var unreadable = inputs[0].flatten(1).narrow(1, 0, 1).eq(Numbers.Kept((double)ImageInput.Unreadable)); // (batch, 1)
        return [where(unreadable, full_like(features, Numbers.Kept(double.NaN)), features)];
    }

    static ConvolutionalFeaturesTransformer IArchived<ConvolutionalFeaturesTransformer>.FromArchive(ModelArchive archive, IHostEnvironment environment)
    {
        var description = archive.Describe<ConvolutionalFeaturesDescription>();
        var network = ConvolutionalDescription.Rebuild(description.Architecture);
        archive.LoadInto(network);
        if (network.Plan.Layers.All(layer => layer.Name != description.Layer))
            throw new FormatException($"The model takes features from a layer '{description.Layer}' that its network does not have.");
        var input = new ImageInput(description.InputColumn, "input", description.Format);
        return new ConvolutionalFeaturesTransformer(environment, description.OutputColumn, input, description.Layer, network, CPU);
    }
}

/// <summary>What is saved of a feature extractor beside its weights.</summary>
internal sealed record ConvolutionalFeaturesDescription(
    string OutputColumn, string InputColumn, ImageFormat Format, string Layer, ConvolutionalArchitecture Architecture);
