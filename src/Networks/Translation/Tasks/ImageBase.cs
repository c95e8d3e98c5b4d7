namespace DeepML;

/// <summary>What a network of pictures starts from: it learns what is to be added to it.</summary>
public enum ImageBase
{
    /// <summary>
    /// The input or the mean target, whichever lies nearer to the targets of the training rows; without pairs the input or its negative,
    /// whichever looks more like the other kind.
    /// </summary>
    Automatic,

    /// <summary>The input: grey where one channel is wanted, the same in all where there is one.</summary>
    Input,

    /// <summary>The mean of all targets of the training rows, pixel by pixel.</summary>
    MeanPicture,

    /// <summary>Nothing. On mostly dark pictures such a network may fall to all black.</summary>
    None,

    /// <summary>The negative of the input: 1 less it, pixel by pixel.</summary>
    Negative,
}
