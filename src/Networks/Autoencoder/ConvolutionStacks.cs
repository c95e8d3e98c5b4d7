using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Makes the convolutional ends of an autoencoder.</summary>
internal static class ConvolutionStacks
{
    /// <summary>Convolutions with stride 2, each followed by its function.</summary>
    /// <param name="a">The whole architecture.</param>
    /// <returns>(batch, channels·height·width) → (batch, numbers in the last feature maps).</returns>
    public static Sequential Down(AutoencoderArchitecture a)
    {
        var shape = a.Convolution!;
        var modules = new List<(string, Module<Tensor, Tensor>)> { ("image",
            new ElementFunction(
                "Image", x => PixelLayout.Pictures(x, shape.Channels, shape.Height, shape.Width),
                shape.Channels, shape.Height, shape.Width)) };
        int[] maps = [shape.Channels, .. shape.Filters];
        for (var i = 1; i < maps.Length; i++)
        {
            WeightRoom.Take(maps[i], maps[i - 1], shape.KernelSize, shape.KernelSize);
            modules.Add(($"convolution{i}", Conv2d(maps[i - 1], maps[i], shape.KernelSize, stride: 2, padding: shape.KernelSize / 2)));
            var isCode = !shape.DenseCode && i == maps.Length - 1;
            AddFunction(modules, a, i, maps[i], isCode ? a.CodeActivation : a.HiddenActivation, isOutput: isCode);
        }
        modules.Add(("flatten", Flatten()));
        return Sequential(modules.ToArray());
    }

    /// <summary>Transposed convolutions that double the extent, back to the image.</summary>
    /// <param name="a">The whole architecture.</param>
    /// <returns>(batch, numbers in the last feature maps) → (batch, channels·height·width of the target).</returns>
    public static Sequential Up(AutoencoderArchitecture a)
    {
        var shape = a.Convolution!;
        var extents = shape.Extents();
        int[] maps = [shape.ChannelsOf(a.OutputSize), .. shape.Filters];
        var modules = new List<(string, Module<Tensor, Tensor>)>
        {
            ("maps", new ElementFunction(
                "Image", x => PixelLayout.Pictures(x, maps[^1], extents[^1].Height, extents[^1].Width),
                maps[^1], extents[^1].Height, extents[^1].Width)),
        };
        for (var i = maps.Length - 1; i > 0; i--)
        {
            var number = maps.Length - i;
            WeightRoom.Take(maps[i], maps[i - 1], shape.KernelSize + 1, shape.KernelSize + 1);
            var doubling = NarrowingConvolution.Of(
                ConvTranspose2d(maps[i], maps[i - 1], shape.KernelSize + 1, stride: 2, padding: shape.KernelSize / 2));
            modules.Add(($"convolution{number}", doubling));
            var (height, width) = extents[i - 1];
            if (height % 2 != 0 || width % 2 != 0)
                modules.Add(($"crop{number}", new ElementFunction("Crop", x => x.narrow(2, 0, height).narrow(3, 0, width), height, width)));
            AddFunction(modules, a, number, maps[i - 1], i == 1 ? a.OutputActivation : a.HiddenActivation, isOutput: i == 1);
        }
        modules.Add(("flatten", Flatten()));
        return Sequential(modules.ToArray());
    }

    private static void AddFunction(
        List<(string, Module<Tensor, Tensor>)> modules, AutoencoderArchitecture a, int number, int maps, Activation function, bool isOutput)
    {
        if (a.BatchNormalization && !isOutput)
            modules.Add(($"norm{number}", new BatchNormalization(maps)));
        if (Activations.Create(function, isOutput ? null : a.ActivationSlope) is { } activation)
            modules.Add(($"activation{number}", activation));
        if (a.Dropout > 0 && !isOutput)
            modules.Add(($"dropout{number}", Dropout(a.Dropout)));
    }
}
