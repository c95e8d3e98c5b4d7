using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// 1 for pixels above a half that have a neighbour, above, below or beside, which is not, or lie at the edge of the picture; 0 for all
/// others. For pictures of two values, as <see cref="BinarizationFilter"/> makes them.
/// </summary>
[SavedAs("boundary")]
public sealed record BoundaryFilter : ImageFilter
{
    /// <inheritdoc/>
    internal override Tensor Apply(Tensor pictures) => Of(pictures);

    /// <summary>The boundaries of what is above a half.</summary>
    internal static Tensor Of(Tensor pictures)
    {
        var (height, width) = (pictures.size(2), pictures.size(3));
        var inside = pictures.gt(Numbers.Kept(0.5)).to(pictures.dtype);
        var padded = nn.functional.pad(inside, [1, 1, 1, 1]); // what lies outside is not inside
        var surrounded = padded.narrow(2, 0, height).narrow(3, 1, width) * padded.narrow(2, 2, height).narrow(3, 1, width);
        surrounded.mul_(padded.narrow(2, 1, height).narrow(3, 0, width)).mul_(padded.narrow(2, 1, height).narrow(3, 2, width));
        return inside.sub_(surrounded.mul_(inside));
    }
}
