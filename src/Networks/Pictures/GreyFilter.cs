using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Grey: 0.3 red, 0.59 green and 0.11 blue; of other than three channels the mean.</summary>
[SavedAs("grey")]
public sealed record GreyFilter : ImageFilter
{
    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input) => input with { Channels = 1 };

    /// <inheritdoc/>
    internal override Tensor Apply(Tensor pictures) => PictureLevels.Grey(pictures);
}
