namespace DeepML;

/// <summary>How a network of pictures makes them larger.</summary>
public enum ImageUpsampling
{
    /// <summary>
    /// A convolution makes the pixels of the finer grid as channels, which are then put in their places (Shi et al., arXiv:1609.05158).
    /// </summary>
    SubPixel,

    /// <summary>A transposed convolution (Zeiler et al., CVPR 2010).</summary>
    Transposed,
}
