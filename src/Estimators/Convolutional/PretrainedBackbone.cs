using DeepML.Networks;

namespace DeepML;

/// <summary>
/// A convolutional network that was trained elsewhere, as a start for one's own pictures: its layers, the scale of the pictures that it
/// has learned from, and its weights.
/// </summary>
/// <remarks>
/// Either tune it (<see cref="Transfer"/>, with <c>Trainers.ConvolutionalNetwork</c>), or take what it sees as features for any trainer
/// (<see cref="Features"/>, with <c>Transforms.ConvolutionalFeatures</c>): of a few labels a class the second learns more, and much faster.
/// Pictures may be of other sizes than those it has learned from (224×224), which take longer the larger they are.
/// </remarks>
public sealed class PretrainedBackbone
{
    // Means and deviations of ImageNet's pictures by channel, by which torchvision scales.
    private static readonly float[] ImageNetMeans = [0.485f, 0.456f, 0.406f], ImageNetDeviations = [0.229f, 0.224f, 0.225f];

    private PretrainedBackbone(string weightsFile, ConvolutionalNetworkOptions network) => (WeightsFile, Network) = (weightsFile, network);

    /// <summary>The file with the weights.</summary>
    public string WeightsFile { get; }

    /// <summary>Its layers, for pictures of red, green and blue in any size, scaled as those that it has learned from.</summary>
    public ConvolutionalNetworkOptions Network { get; }

    /// <summary>
    /// The ResNet-18 of the package Microsoft.ML.DnnImageFeaturizer.ResNet18, trained on ImageNet, whose last stage has three blocks: 15.9
    /// million weights. A reference to the package is all that it needs.
    /// </summary>
    /// <exception cref="FileNotFoundException">The application does not refer to the package.</exception>
    /// <remarks>
    /// The package takes a mean picture off each picture; here it is the mean of each channel, from which that picture hardly differs.
    /// </remarks>
    public static PretrainedBackbone FromPackage()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "DnnImageModels", "ResNet18Onnx", "ResNet18.onnx");
        return File.Exists(file)
            ? new PretrainedBackbone(file, new ConvolutionalNetworkOptions
            {
                Channels = 3,
                Layers = [.. PackagedResNet.Layers],
                ChannelMeans = PackagedResNet.Means,
                ChannelDeviations = PackagedResNet.Deviations,
            })
            : throw new FileNotFoundException(
                "The weights are not beside the application. Add a reference to the package Microsoft.ML.DnnImageFeaturizer.ResNet18, "
                + "version 0.23.1, which puts them there.", file);
    }

    /// <summary>A network of torchvision with weights that it has published.</summary>
    /// <param name="weightsFile">
    /// A file of safetensors, or one that <c>torch.save(module.state_dict(), path)</c> has written (.pt, .pth; since torch 1.6), of which
    /// nothing but tensors is read.
    /// </param>
    /// <param name="network">Which network it is.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentOutOfRangeException">This is not a network.</exception>
    public static PretrainedBackbone FromFile(string weightsFile, ConvolutionalNetworkKind network)
    {
        ArgumentException.ThrowIfNullOrEmpty(weightsFile);
        if (!Enum.IsDefined(network))
            throw new ArgumentOutOfRangeException(nameof(network), network, "This is not a network.");
        if (!File.Exists(weightsFile))
            throw new FileNotFoundException($"There is no file '{weightsFile}'.", weightsFile);
        return new PretrainedBackbone(weightsFile, new ConvolutionalNetworkOptions
        {
            Channels = 3,
            Network = network,
            ChannelMeans = ImageNetMeans,
            ChannelDeviations = ImageNetDeviations,
        });
    }

    /// <summary>Options of a trainer that starts from the weights, with a new last layer.</summary>
    /// <param name="frozenBlocks">First blocks that are not trained, in [0, blocks).</param>
    /// <param name="oldLayerFactor">Learning rate of the layers taken over, as a share of the new one's, in (0, 1].</param>
    /// <returns>To be completed by columns and training.</returns>
    public ConvolutionalNetworkOptions Transfer(int frozenBlocks = 0, double oldLayerFactor = 0.1) => Network with
    {
        Transfer = new TransferOptions { WeightsFile = WeightsFile, FrozenBlocks = frozenBlocks, OldLayerFactor = oldLayerFactor },
    };

    /// <summary>Options of a transform that adds the output of a layer as features.</summary>
    /// <param name="layerName">The layer; null for the one before the answer: 512 numbers of a ResNet-18.</param>
    public ConvolutionalFeaturesOptions Features(string? layerName = null) =>
        new() { Network = Network, WeightsFile = WeightsFile, LayerName = layerName };
}
