using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Another size, by bilinear interpolation; a smaller one averages what it leaves out.</summary>
/// <param name="Height">Rows of pixels; in [1, 65,535].</param>
/// <param name="Width">Pixels per row; in [1, 65,535].</param>
[SavedAs("resize")]
public sealed record ResizeFilter(int Height, int Width) : ImageFilter
{
    private const int MostPixels = 65_535;

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        faults.InRange(Height, 1, MostPixels, nameof(Height));
        faults.InRange(Width, 1, MostPixels, nameof(Width));
    }

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input) => input with { Height = Height, Width = Width };

    /// <inheritdoc/>
    internal override Tensor Apply(Tensor pictures)
    {
        long[] smaller = [Math.Min(Height, pictures.size(2)), Math.Min(Width, pictures.size(3))];
        if (smaller[0] < pictures.size(2) || smaller[1] < pictures.size(3))
            pictures = nn.functional.adaptive_avg_pool2d(pictures, smaller);
        return smaller[0] == Height && smaller[1] == Width
            ? pictures.alias()
            : nn.functional.interpolate(pictures, [Height, Width], mode: InterpolationMode.Bilinear, align_corners: false);
    }
}
