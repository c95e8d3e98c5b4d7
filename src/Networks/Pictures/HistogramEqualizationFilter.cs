using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Gives each pixel the share of the picture's pixels that are not brighter, so that all levels of brightness occur about alike often;
/// 256 levels, each channel by itself.
/// </summary>
[SavedAs("histogram equalization")]
public sealed record HistogramEqualizationFilter : ImageFilter
{
    /// <inheritdoc/>
    internal override Tensor Apply(Tensor pictures)
    {
        var rows = pictures.flatten(2).flatten(0, 1); // (batch · channels, pixels)
        var levels = PictureLevels.Of(rows);
        var shares = PictureLevels.Shares(levels); // (rows, 256)
        var below = shares.cumsum(1);
        var darkest = where(shares.gt(Numbers.Zero), below, ones_like(below)).amin([1], keepdim: true); // share of the darkest level
        var rest = darkest.SubtractedFrom(1L);
        var equal = (below.gather(1, levels) - darkest).div_(rest).clamp_(Numbers.Zero, Numbers.One).to(pictures.dtype);
        return where(rest.gt(Numbers.Kept(1e-9)), equal, rows).view(pictures.shape); // one brightness has nothing to equalize
    }
}
