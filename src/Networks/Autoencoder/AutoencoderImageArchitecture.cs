namespace DeepML.Networks;

/// <summary>Convolutions with stride 2 that lead from an image to small feature maps, and transposed ones that lead back.</summary>
/// <param name="Height">Height of the image in pixels.</param>
/// <param name="Width">Width of the image in pixels.</param>
/// <param name="Channels">Numbers per pixel; in a row all pixels of the first channel come first, then those of the next.</param>
/// <param name="Filters">Feature maps after each convolution.</param>
/// <param name="KernelSize">Odd side of the kernels on the way down; on the way up they are one larger.</param>
/// <param name="DenseCode">Whether dense layers follow; if not, the last feature maps are the code.</param>
internal sealed record AutoencoderImageArchitecture(int Height, int Width, int Channels, int[] Filters, int KernelSize, bool DenseCode)
{
    /// <summary>Channels of pictures of this size that hold so many numbers.</summary>
    public int ChannelsOf(int numbers) => numbers / (Height * Width);

    /// <summary>Height and width before each convolution, and after the last.</summary>
    public (int Height, int Width)[] Extents()
    {
        var extents = new (int Height, int Width)[Filters.Length + 1];
        extents[0] = (Height, Width);
        for (var i = 1; i < extents.Length; i++)
            extents[i] = ((extents[i - 1].Height + 1) / 2, (extents[i - 1].Width + 1) / 2); // stride 2 halves, rounding up
        return extents;
    }

    /// <summary>Multiplications of the largest convolution, on the way down or up, for an image.</summary>
    public long LargestProduct()
    {
        var (extents, largest) = (Extents(), 0L);
        for (var i = 1; i < extents.Length; i++)
        {
            var weights = (KernelSize + 1L) * (KernelSize + 1) * Filters[i - 1] * (i == 1 ? Channels : Filters[i - 2]);
            largest = Math.Max(largest, weights * extents[i].Height * extents[i].Width);
        }
        return largest;
    }

    /// <summary>Numbers in the feature maps after each convolution.</summary>
    public int[] LayerSizes()
    {
        var extents = Extents();
        return [.. Filters.Select((maps, i) => checked(maps * extents[i + 1].Height * extents[i + 1].Width))];
    }
}
