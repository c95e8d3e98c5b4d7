namespace DeepML;

/// <summary>
/// Zeros, or pixels of the opposite side, put around a picture before a convolution. A whole number converts to that many on each side.
/// </summary>
/// <param name="Kind">How many.</param>
/// <param name="Size">Zeros on each side, for <see cref="PaddingKind.Fixed"/>; else 0.</param>
public readonly record struct ConvolutionPadding(PaddingKind Kind, int Size)
{
    /// <summary>As many as give an output of ⌈n / stride⌉; an odd one goes to the right and the bottom.</summary>
    public static ConvolutionPadding Same { get; } = new(PaddingKind.Same, 0);

    /// <summary>None: the kernel stays within the picture.</summary>
    public static ConvolutionPadding Valid { get; } = new(PaddingKind.Fixed, 0);

    /// <summary>All above and to the left: an output sees nothing below it or to its right, as forecasting along an axis needs.</summary>
    public static ConvolutionPadding Causal { get; } = new(PaddingKind.Causal, 0);

    /// <summary>
    /// The picture goes on at its opposite side, as angles, hours and pictures that tile do: a circular convolution, which keeps the
    /// size as <see cref="Same"/> does and answers a shifted picture with a shifted answer.
    /// </summary>
    public static ConvolutionPadding Circular { get; } = new(PaddingKind.Circular, 0);

    /// <summary>A number on each side.</summary>
    public static implicit operator ConvolutionPadding(int size) => new(PaddingKind.Fixed, size);

    /// <summary>The same as the conversion.</summary>
    public static ConvolutionPadding FromInt32(int size) => size;

    /// <inheritdoc/>
    public override string ToString() => Kind == PaddingKind.Fixed ? $"padding {Size}" : $"padding {Kind}".ToLowerInvariant();
}
