using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>1 for bright pixels, 0 for dark ones; a coloured picture is made grey first.</summary>
[SavedAs("binarization")]
public sealed record BinarizationFilter : ImageFilter
{
    /// <summary>Pixels above it are bright.</summary>
    /// <value>
    /// In [0, 1]; null (the default) finds it for each picture: the level at which dark and bright pixels differ most (Otsu, IEEE Trans.
    /// SMC 9, 1979).
    /// </value>
    public double? Threshold { get; init; }

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        if (Threshold is { } threshold)
            faults.InRange(threshold, 0.0, 1.0, nameof(Threshold));
    }

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input) => input with { Channels = 1 };

    /// <inheritdoc/>
    internal override Tensor Apply(Tensor pictures)
    {
        var grey = PictureLevels.Grey(pictures);
        if (Threshold is { } threshold)
            return grey.gt(Numbers.Kept(threshold)).to(pictures.dtype);
        var levels = PictureLevels.Of(grey.flatten(1)); // (batch, pixels)
        return levels.gt(PictureLevels.Otsu(levels)).to(pictures.dtype).view(grey.shape);
    }
}
