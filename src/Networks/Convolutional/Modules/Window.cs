namespace DeepML.Networks;

/// <summary>
/// How a kernel moves along one side of a picture: n_out = ⌊(n + 2p - k) / s⌋ + 1 (Dumoulin and Visin, arXiv:1603.07285).
/// </summary>
/// <param name="Size">Taps of the kernel.</param>
/// <param name="Stride">Pixels between two places.</param>
/// <param name="Padding">Zeros around.</param>
/// <param name="Dilation">Pixels between two taps.</param>
internal readonly record struct Window(int Size, int Stride, ConvolutionPadding Padding, int Dilation)
{
    /// <summary>Pixels from the first tap to the last.</summary>
    /// <exception cref="OverflowException">They are more than fit a whole number.</exception>
    public int Extent => checked((Dilation * (Size - 1)) + 1);

    /// <summary>Zeros before and after a side of n pixels.</summary>
    public (int Before, int After) PaddingOf(int n)
    {
        switch (Padding.Kind)
        {
            case PaddingKind.Same or PaddingKind.Circular:
                var total = checked(Math.Max((((n + Stride - 1) / Stride - 1) * Stride) + Extent - n, 0));
                return (total / 2, total - (total / 2));
            case PaddingKind.Causal:
                return (Extent - 1, 0);
            default:
                return (Padding.Size, Padding.Size);
        }
    }

    /// <summary>Places of the kernel along a side of n pixels.</summary>
    /// <param name="n">Pixels.</param>
    /// <param name="roundUp">Whether the last place may hang over the edge, as torch's ceil_mode lets it.</param>
    /// <exception cref="LayerSizeException">The kernel does not fit.</exception>
    public int OutputSize(int n, bool roundUp = false)
    {
        var (before, after) = PaddingOf(n);
        var padded = checked(n + before + after);
        if (Padding.Kind == PaddingKind.Circular && after > n)
            throw new LayerSizeException(
                $"circular padding needs {after} pixels of the opposite side, but there are {n}; use a smaller kernel or dilation");
        if (padded < Extent)
            throw new LayerSizeException(
                $"its window covers {Extent} pixels, but only {n}{(before + after > 0 ? $" + {before + after} of padding" : "")} are "
                    + "left there");
        var steps = checked(padded - Extent + (roundUp ? Stride - 1 : 0));
        var places = (steps / Stride) + 1;
        // a last place that begins in the padding does not count
        return roundUp && (places - 1) * Stride >= n + before ? places - 1 : places;
    }

    /// <summary>Pixels that a transposed convolution makes of n.</summary>
    /// <exception cref="LayerSizeException">Nothing would be left, or an even kernel cannot keep the size.</exception>
    public int TransposedSize(int n)
    {
        if (Padding.Kind == PaddingKind.Same)
        {
            if (TransposedPadding().Output >= Math.Max(Stride, Dilation))
                throw new LayerSizeException("an even kernel with stride 1 cannot keep the size; use an odd one, or a number as padding");
            return checked(n * Stride);
        }
        var size = checked(((n - 1) * Stride) - (2 * Padding.Size) + Extent);
        return size >= 1 ? size : throw new LayerSizeException($"its padding of {Padding.Size} leaves nothing of {n} pixels");
    }

    /// <summary>What torch calls padding and output padding of a transposed convolution.</summary>
    public (int Padding, int Output) TransposedPadding()
    {
        if (Padding.Kind != PaddingKind.Same)
            return (Padding.Size, 0);
        var surplus = Extent - Stride;
        var padding = Math.Max(0, (surplus + 1) / 2);
        return (padding, (2 * padding) - surplus);
    }
}
