namespace DeepML;

/// <summary>How a network that tells the class of every pixel answers.</summary>
public enum SegmentationAnswer
{
    /// <summary>A vector of keys, row by row of pixels.</summary>
    Classes,

    /// <summary>
    /// A picture, of the same kind as the input: class 0 is black, every other has a hue of its own, as far from those before as can be.
    /// </summary>
    Colors,
}
