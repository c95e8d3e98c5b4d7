using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepML.Networks;

/// <summary>
/// Names of convolutions that stand one behind the other: "convolutions.convolution2.weight" of an autoencoder, and of a convolutional
/// network the layers before the first that reads numbers; what lies behind these is its head. A block is a convolution with what
/// normalizes, bends and pools its answer.
/// </summary>
/// <param name="plan">The convolutional network.</param>
internal sealed partial class ConvolutionTransfer(ConvolutionalPlan plan) : TransferForm
{
    private readonly Dictionary<string, (int Block, ConvolutionalLayer Layer)> _body = Body(plan);

    /// <summary>Names of convolutions of the network that have no bias, with the names that their biases would have.</summary>
    public IEnumerable<(string Weight, string Bias)> WithoutBias => _body
        .Where(layer => layer.Value.Layer is ConvolutionLayer { Bias: false })
        .Select(layer => ($"{layer.Key}.weight", $"{layer.Key}.bias"));

    /// <summary>What keeps the network's layers from being those of an encoder, beside the shapes of weights.</summary>
    /// <param name="encoder">The autoencoder, which begins with convolutions.</param>
    public IEnumerable<string> Differences(AutoencoderArchitecture encoder)
    {
        var images = encoder.Convolution!;
        var read = plan.Architecture;
        if ((read.Height, read.Width) != (images.Height, images.Width))
            yield return $"it reads pictures of {read.Width}x{read.Height} pixels where {images.Width}x{images.Height} are needed";
        if (read.Means is not null)
            yield return "it takes ChannelMeans off the pictures, which an autoencoder does not";
        foreach (var (name, (block, layer)) in _body)
            if (Difference(layer, block, encoder) is { } difference)
                yield return $"its '{name}' {difference}";
        var extents = images.Extents();
        foreach (var block in plan.Layers.Where(layer => _body.ContainsKey(layer.Name)).GroupBy(layer => _body[layer.Name].Block))
            if (block.Key > 0 && block.Key < extents.Length && block.Last() is { Output: var made, Name: var last }
                && (made.Height, made.Width) != extents[block.Key])
                yield return $"its '{last}' gives {made.Width}x{made.Height} pixels where {extents[block.Key].Width}x"
                    + $"{extents[block.Key].Height} are needed";
    }

    private protected override TransferName? NameOf(string weight, IReadOnlyCollection<string> all)
    {
        if (OfAutoencoder().Match(weight) is { Success: true } own)
            return Named(own.Groups["kind"].Value, int.Parse(own.Groups["block"].ValueSpan, CultureInfo.InvariantCulture),
                own.Groups["rest"].Value);
        if (plan.Layers.FirstOrDefault(layer => weight.StartsWith($"{layer.Name}.", StringComparison.Ordinal)) is not { } place)
            return null;
        var rest = weight[(place.Name.Length + 1)..];
        if (!_body.TryGetValue(place.Name, out var found))
            return new TransferName($"head.{weight}", 0, TransferPart.Head);
        var kind = found.Layer switch
        {
            ConvolutionLayer => "convolution",
            BatchNormalizationLayer => "norm",
            ActivationLayer => "activation",
            _ => place.Name,
        };
        return Named(kind, found.Block, rest);
    }

    private static TransferName Named(string kind, int block, string rest) => new($"{kind}{block}.{rest}", block, TransferPart.Body);

    // The layers before the first that reads or gives numbers, with their blocks; 0 before the first convolution.
    private static Dictionary<string, (int Block, ConvolutionalLayer Layer)> Body(ConvolutionalPlan plan)
    {
        var (body, block) = (new Dictionary<string, (int, ConvolutionalLayer)>(), 0);
        foreach (var layer in plan.Layers.TakeWhile(layer => !layer.Output.IsFlat && !layer.Layer.ReadsFlat))
        {
            if (layer.Layer is ConvolutionLayer)
                block++;
            body.Add(layer.Name, (block, layer.Layer));
        }
        return body;
    }

    private static string? Difference(ConvolutionalLayer layer, int block, AutoencoderArchitecture encoder)
    {
        var isCode = encoder.Convolution is { DenseCode: false } images && block == images.Filters.Length;
        var (function, slope) = isCode ? (encoder.CodeActivation, null) : (encoder.HiddenActivation, encoder.ActivationSlope);
        return layer switch
        {
            ConvolutionLayer { Transposed: false, DepthwiseSeparable: false, Connections: null, Dilation: 1, Groups: 1 } plain
                when plain.Padding.Kind is PaddingKind.Fixed or PaddingKind.Same => null,
            BatchNormalizationLayer when encoder.BatchNormalization && !isCode => null,
            BatchNormalizationLayer => "normalizes what is not normalized here",
            ActivationLayer given when TransferWeights.FunctionOf(given.Function, given.Slope) is var text =>
                text == TransferWeights.FunctionOf(function, slope) ? null
                    : $"is {text} where {TransferWeights.FunctionOf(function, slope)} is asked for",
            PoolingLayer when block > 0 => null,
            DropoutLayer => null,
            _ => $"is a layer that no encoder has ({layer.Kind}{(layer.Details.Length > 0 ? $" {layer.Details}" : "")})",
        };
    }

    [GeneratedRegex(@"^convolutions\.(?<kind>convolution|norm|activation)(?<block>\d+)\.(?<rest>.+)$")]
    private static partial Regex OfAutoencoder();
}
