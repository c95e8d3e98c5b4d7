namespace DeepML;

/// <summary>How the channels between the layers of a network of pictures are brought to like size.</summary>
public enum ImageNormalization
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>
    /// By mean and variance over the batch, and over the training rows when scoring (Ioffe and Szegedy, arXiv:1502.03167).
    /// </summary>
    Batch,

    /// <summary>
    /// By mean and variance of each picture by itself (Ulyanov et al., arXiv:1607.08022). Every pixel then depends on the whole picture, so
    /// that large pictures cannot be cut into tiles.
    /// </summary>
    Instance,
}
