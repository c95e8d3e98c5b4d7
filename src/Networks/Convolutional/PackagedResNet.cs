using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// The ResNet-18 of the package Microsoft.ML.DnnImageFeaturizer.ResNet18: an ONNX model that CNTK has written, without the layer of the
/// answer. Its last stage has three blocks where He et al. (arXiv:1512.03385) have two, and it reads blue, green and red in [0, 255], less
/// their means.
/// </summary>
internal static class PackagedResNet
{
    private const string FirstConvolution = "conv1.weight";

    private static readonly int[] Depths = [2, 2, 2, 3];

    /// <summary>Means of red, green and blue over the package's mean picture, as shares of 255.</summary>
    public static float[] Means { get; } = [123.15f / 255, 115.90f / 255, 103.06f / 255];

    /// <summary>What brings pictures in [0, 1] to the size of those it has learned from.</summary>
    public static float[] Deviations { get; } = [1f / 255, 1f / 255, 1f / 255];

    /// <summary>Its layers, but the answer's.</summary>
    public static IEnumerable<ConvolutionalLayer> Layers => ResNets.Create(Depths, bottleneck: false);

    /// <summary>
    /// Its weights under the names of torchvision, for pictures of red, green and blue; they join the current dispose scope.
    /// </summary>
    /// <param name="model">The ONNX model.</param>
    /// <exception cref="FormatException">It is another model, or damaged.</exception>
    public static Dictionary<string, Tensor> Read(ReadOnlyMemory<byte> model)
    {
        var graph = OnnxFile.Read(model);
        // CNTK numbers what it computes along the main path first, and a block's shortcut behind it: the order of torch's modules.
        var convolutions = graph.Operations.Where(node => node.Kind == "Conv").OrderBy(Place).ToArray();
        var normalizations = graph.Operations.Where(node => node.Kind == "BatchNormalization").ToDictionary(node => node.Inputs[0]);
        (string Convolution, string Normalization)[] names = [.. Names()];
        if (convolutions.Length != names.Length)
            throw new FormatException(
                $"The model has {convolutions.Length} convolutions; the ResNet-18 of Microsoft.ML.DnnImageFeaturizer has {names.Length}.");
        var weights = new Dictionary<string, Tensor>();
        foreach (var (convolution, name) in convolutions.Zip(names))
        {
            if (!normalizations.TryGetValue(convolution.Outputs[0], out var normalization) || normalization.Inputs.Count < 5)
                throw new FormatException($"No normalization follows the convolution '{convolution.Outputs[0]}'.");
            Add($"{name.Convolution}.weight", convolution.Inputs[1]);
            foreach (var (part, i) in new[] { "weight", "bias", "running_mean", "running_var" }.Select((part, i) => (part, i)))
                Add($"{name.Normalization}.{part}", normalization.Inputs[i + 1]);
        }
        using var backwards = weights[FirstConvolution];
        weights[FirstConvolution] = backwards.flip(1); // it has learned from blue, green and red
        return weights;

        void Add(string name, string constant)
        {
            if (!graph.Constants.TryGetValue(constant, out var value))
                throw new FormatException($"The model has no constant '{constant}'.");
            weights[name] = tensor(value.Numbers, value.Shape);
        }
    }

    private static IEnumerable<(string Convolution, string Normalization)> Names()
    {
        yield return ("conv1", "bn1");
        for (var stage = 0; stage < Depths.Length; stage++)
        {
            for (var block = 0; block < Depths[stage]; block++)
            {
                var layer = $"layer{stage + 1}.{block}";
                yield return ($"{layer}.conv1", $"{layer}.bn1");
                yield return ($"{layer}.conv2", $"{layer}.bn2");
                if (stage > 0 && block == 0)
                    yield return ($"{layer}.downsample.0", $"{layer}.downsample.1");
            }
        }
    }

    // "Convolution249_Output_0": the number in the middle.
    private static int Place(OnnxFile.Operation node)
    {
        var digits = string.Concat(node.Outputs[0].SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(char.IsAsciiDigit));
        return int.TryParse(digits, out var place) ? place
            : throw new FormatException($"The operation '{node.Outputs[0]}' has no number: CNTK has not written this model.");
    }
}
