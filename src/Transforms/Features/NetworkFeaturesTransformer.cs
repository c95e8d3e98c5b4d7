using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Adds what a layer of a fitted network makes of each row, as features for other trainers: bottleneck features.</summary>
[ArchiveKind("NetworkFeatures", version: 1)]
public sealed class NetworkFeaturesTransformer
    : ScoringTransformer, IArchived<NetworkFeaturesTransformer, NetworkFeaturesDescription, nn.Module>
{
    private readonly NetworkFeaturesDescription _description;

    internal NetworkFeaturesTransformer(
        IHostEnvironment environment, NetworkFeaturesDescription description, nn.Module network, Device device)
        : this(environment, description, network, LayerOf(description, (ILayeredNetwork)network), device)
    {
    }

    private NetworkFeaturesTransformer(
        IHostEnvironment environment, NetworkFeaturesDescription description, nn.Module network, int layer, Device device)
        : base(
            environment, description, network, device, [description.Input],
            ScoredOutputs.Of(
                new VectorOutput(description.OutputColumn, WidthOf(description.Input, network, layer, device)),
                rows => ((ILayeredNetwork)network).OutputOf(rows, layer))) =>
        (_description, FeatureCount) = (description, WidthOf(description.Input, network, layer, device));

    /// <summary>Name of the layer whose output is taken.</summary>
    public string LayerName => _description.Layer;

    /// <summary>Names of the network's layers, from the rows on.</summary>
    public IReadOnlyList<string> LayerNames => ((ILayeredNetwork)Network).LayerNames;

    /// <summary>Number of features.</summary>
    public int FeatureCount { get; }

    internal override ScorableRows Scorable => new(TakesHoles: _description.Model.TakesHoles);

    /// <summary>The place of a layer.</summary>
    /// <exception cref="FormatException">There is no such layer.</exception>
    private static int LayerOf(NetworkFeaturesDescription description, ILayeredNetwork network)
    {
        var layer = network.LayerNames.ToList().IndexOf(description.Layer);
        Sound.That(layer >= 0, $"the network has no layer '{description.Layer}' to take features from");
        return layer;
    }

    // Shapes follow from more than sizes, as of pictures: a row of zeros tells.
    private static int WidthOf(SizedColumn column, nn.Module network, int layer, Device device)
    {
        network.eval();
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var inputs = new List<Tensor>();
        foreach (var (_, tensor) in new ColumnBlock(column, 1).Tensors(1, device))
            using (tensor)
                inputs.Add(tensor.alias()); // of this scope
        return (int)((ILayeredNetwork)network).OutputOf(inputs, layer).size(1);
    }

    static NetworkFeaturesTransformer IArchived<NetworkFeaturesTransformer, NetworkFeaturesDescription, nn.Module>.From(
        NetworkFeaturesDescription description, nn.Module network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
