using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>1 less each pixel: black becomes white.</summary>
[SavedAs("complement")]
public sealed record ComplementFilter : ImageFilter
{
    /// <inheritdoc/>
    internal override Tensor Apply(Tensor pictures) => pictures.SubtractedFrom(1.0);
}
