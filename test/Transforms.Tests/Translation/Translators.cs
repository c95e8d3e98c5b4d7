using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Translation;

/// <summary>Networks of pictures whose layers answer with numbers set by hand, beside what the answer is added to.</summary>
internal static class Translators
{
    /// <summary>A small network with skips; its answer is 0 until it is set.</summary>
    public static UNetGenerator Small { get; } = new() { Depth = 1, Filters = 2 };

    /// <summary>Columns that read "Given" and make "Made"; images that are not there are skipped.</summary>
    public static ImageTranslationColumns Columns(
        int channels, int height, int width, bool images = false, UnfitSizes unfit = UnfitSizes.Pad, int tile = 0) => new(
        "Made", "Given", Target: "Wanted", Mask: null,
        new ImageFormat(channels, height, width, SkipsUnreadable: images), images, tile, unfit);

    /// <summary>A network whose layers answer with one number for each channel, whatever they read.</summary>
    public static TranslationNetwork Answering(TranslationArchitecture architecture, params float[] answers)
    {
        var network = new TranslationNetwork(architecture);
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        network.named_parameters().Single(p => p.name == "generator.answer.bias").parameter.copy_(tensor(answers));
        network.Mean?.fill_(Networks.Numbers.Kept(0.25));
        network.eval();
        return network;
    }

    /// <summary>A network whose answers depend on what it reads.</summary>
    public static TranslationNetwork Reading(TranslationArchitecture architecture, double size = 0.3)
    {
        manual_seed(7);
        var network = new TranslationNetwork(architecture);
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, weight) in network.named_parameters())
            if (name.StartsWith("generator.answer", StringComparison.Ordinal))
                weight.copy_(randn(weight.shape) * tensor((float)size));
        network.eval();
        return network;
    }

    /// <summary>The transformer of a network.</summary>
    public static ImageTranslationTransformer Of(MLContext ml, ImageTranslationColumns columns, TranslationNetwork network)
    {
        var description = new ImageTranslationDescription(columns, network.Architecture, new TrainingHistory());
        description.Check();
        return new ImageTranslationTransformer(ml, description, network, CPU);
    }

    /// <summary>What a network makes of pictures, asked directly.</summary>
    public static float[] Direct(TranslationNetwork network, float[] pictures, params long[] shape)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        return [.. network.call(tensor(pictures, shape)).contiguous().data<float>()];
    }

    /// <summary>Numbers in [0, 1], drawn by chance.</summary>
    public static float[] Pixels(int count, int seed = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(256) / 255f)];
    }

    /// <summary>A picture of bytes, grey by its planes' numbers or coloured.</summary>
    public static MLImage Image(int channels, int height, int width, float[] planes)
    {
        var pixels = new byte[height * width * 4];
        for (var i = 0; i < height * width; i++)
        {
            for (var channel = 0; channel < 3; channel++)
                pixels[(4 * i) + channel] = (byte)Math.Round(255 * planes[(channels == 3 ? channel * height * width : 0) + i]);
            pixels[(4 * i) + 3] = 255;
        }
        return MLImage.CreateFromPixels(width, height, MLPixelFormat.Rgba32, pixels);
    }
}
