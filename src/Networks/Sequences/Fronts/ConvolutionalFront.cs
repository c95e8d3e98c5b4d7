using DeepML.Networks;

namespace DeepML;

/// <summary>
/// Layers that make features of every step of a sequence whose steps are pictures, the same layers at each; an encoder then reads the
/// features, step by step (Donahue et al., CVPR 2015).
/// </summary>
/// <param name="Height">Rows of pixels; at least 1.</param>
/// <param name="Width">Pixels per row; at least 1.</param>
/// <param name="Channels">Numbers per pixel; at least 1, the default is 1 (grey).</param>
/// <remarks>A step has Channels · Height · Width numbers, so that a vector of float holds picture behind picture.</remarks>
public sealed record ConvolutionalFront(int Height, int Width, int Channels = 1)
{
    private const int FewestPixels = 8; // of the shorter side, from which a layer halves it
    private const int Features = 64;

    /// <summary>Whether the channels of a pixel stand side by side, as ExtractPixels puts them when told to interleave.</summary>
    /// <value>The default is false: one plane after the other.</value>
    public bool ChannelsLast { get; init; }

    /// <summary>
    /// Whether the column holds, for each step, the path of a picture file of <see cref="Width"/> × <see cref="Height"/> pixels.
    /// </summary>
    /// <value>The default is false. With it <see cref="Channels"/> must be 1 (grey) or 3 (red, green, blue).</value>
    public bool FilePaths { get; init; }

    /// <summary>The layers; the numbers that the last one gives are the features, of a picture all of them.</summary>
    /// <value>
    /// Null (the default) takes convolutions of 3×3 with rectifiers, 16, 32 and 64 of them, behind each of which pooling halves the sides
    /// while they are at least 8 pixels long, and 64 units behind them. No <see cref="AuxiliaryHead"/>.
    /// </value>
    public IReadOnlyList<ConvolutionalLayer>? Layers { get; init; }

    /// <summary>Numbers of a picture: of a step.</summary>
    internal int PictureSize => Channels * Height * Width;

    /// <summary>What is built of it.</summary>
    internal PictureFrontArchitecture Architecture() => new(
        new ConvolutionalArchitecture(Channels, Height, Width, Layers is null ? [.. Usual()] : [.. Layers], 0, "none"), ChannelsLast);

    /// <summary>Says what is wrong with sizes and layers by themselves; whether they fit together is seen when they are planned.</summary>
    internal void Validate(PartFaults faults)
    {
        faults.AtLeast(Height, 1, nameof(Height));
        faults.AtLeast(Width, 1, nameof(Width));
        faults.AtLeast(Channels, 1, nameof(Channels));
        if ((double)Height * Width * Channels > NumberLimits.MostUnits)
            faults.Add(
                "Height · Width · Channels", FormattableString.Invariant($"{(double)Height * Width * Channels}"),
                FormattableString.Invariant($"at most {NumberLimits.MostUnits}"));
        if (FilePaths && Channels is not (1 or 3))
            faults.Add(nameof(Channels), Channels, "1 (grey) or 3 (red, green, blue) with FilePaths");
        if (FilePaths && ChannelsLast)
            faults.Add(nameof(ChannelsLast), ChannelsLast, "false with FilePaths");
        if (Layers is not null)
            Validate(Layers, faults);
    }

    /// <summary>Says what is wrong with layers that make features.</summary>
    internal static void Validate(IReadOnlyList<ConvolutionalLayer> layers, PartFaults faults)
    {
        if (layers.Count == 0)
            faults.Add(nameof(Layers), "an empty list", "null, or one layer or more");
        for (var i = 0; i < layers.Count; i++)
            Validate(layers[i], i, faults);
    }

    private static void Validate(ConvolutionalLayer? layer, int index, PartFaults faults)
    {
        var place = FormattableString.Invariant($"{nameof(Layers)}[{index}]");
        if (layer is null or AuxiliaryHead)
        {
            faults.Add(place, layer is null ? null : nameof(AuxiliaryHead), "a layer that hands on what it makes");
            return;
        }
        if (layer.Name is { } name && name.Split('.').Any(string.IsNullOrWhiteSpace))
            faults.Add($"{place}.{nameof(layer.Name)}", $"\"{name}\"", "null, or words with single dots between them");
        layer.Validate(new PartFaults($"{place} ({layer.Kind})", faults.Add));
    }

    private IEnumerable<ConvolutionalLayer> Usual()
    {
        var side = Math.Min(Height, Width);
        foreach (var filters in (int[])[16, 32, 64])
        {
            yield return new ConvolutionLayer(filters, 3) { Padding = ConvolutionPadding.Same };
            yield return new ActivationLayer(Activation.ReLU);
            if (side < FewestPixels)
                continue;
            yield return new PoolingLayer(PoolingKind.Maximum, 2);
            side /= 2;
        }
        yield return new DenseLayer(Features);
        yield return new ActivationLayer(Activation.ReLU);
    }
}
