using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms.Tests.Translation;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Segmentation;

/// <summary>Networks that tell three classes of pixels of grey pictures of 4 x 6, with weights drawn by chance.</summary>
internal static class Segmenters
{
    /// <summary>Number of classes.</summary>
    public const int Classes = 3;

    /// <summary>The network.</summary>
    public static TranslationArchitecture Architecture { get; } = new(
        new SegmentationTask(Classes), new UNetGenerator { Depth = 1, Filters = 6 }, 1, 0, 0);

    /// <summary>What would be saved.</summary>
    public static SegmentationDescription Describe(
        SegmentationAnswer answer = SegmentationAnswer.Classes, int? ignored = null, bool images = false,
        UnfitSizes unfit = UnfitSizes.Pad, int tile = 0) => new(
        new ImageTranslationColumns("Found", "Given", "Right", null, new ImageFormat(1, 4, 6), images, tile, unfit),
        answer, ignored, Architecture, new TrainingHistory());

    /// <summary>The transformer of a description, over a network whose answers depend on what it reads.</summary>
    public static SegmentImageTransformer Of(MLContext ml, SegmentationDescription description)
    {
        description.Check();
        return new SegmentImageTransformer(ml, description, Network(), CPU);
    }

    /// <summary>The network, the same each time; over many pixels no class is likelier than others.</summary>
    public static TranslationNetwork Network()
    {
        var network = Translators.Reading(Architecture, size: 2);
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var some = tensor(Enumerable.Range(0, 20).SelectMany(i => Translators.Pixels(24, 1000 + i)).ToArray(), [20, 1, 4, 6]);
        var mean = network.Composed([some]).mean([0L, 2, 3]); // (classes)
        network.named_parameters().Single(p => p.name == "generator.answer.bias").parameter.subtract_(mean);
        return network;
    }

    /// <summary>Classes from 0 that the network finds likeliest, by a plain loop over its logits.</summary>
    public static int[] Expected(float[] pixels, int height = 4, int width = 6)
    {
        using var network = Network();
        var shares = Translators.Direct(network, pixels, 1, 1, height, width); // (classes, height, width)
        var size = height * width;
        return [.. Enumerable.Range(0, size).Select(i =>
            Enumerable.Range(0, Classes).MaxBy(c => shares[(c * size) + i]))];
    }

    /// <summary>Pictures in which each class is found.</summary>
    public static float[][] Pictures { get; } =
        [.. Enumerable.Range(0, 200).Select(i => Translators.Pixels(24, i)).Where(p => Expected(p).Distinct().Count() == Classes).Take(4)];
}

/// <summary>A grey picture with a mask of numbers.</summary>
internal class Scene
{
    [VectorType(1, 4, 6)]
    public float[] Given { get; set; } = [];

    [VectorType(4, 6)]
    public float[] Right { get; set; } = new float[24];
}

/// <summary>A grey picture with a mask of keys.</summary>
internal sealed class KeyScene
{
    [VectorType(1, 4, 6)]
    public float[] Given { get; set; } = [];

    [VectorType(4, 6)]
    [KeyType(3)]
    public uint[] Right { get; set; } = new uint[24];
}
