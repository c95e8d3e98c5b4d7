namespace DeepML;

/// <summary>What is done with pictures whose sides the strides of a network do not allow.</summary>
public enum UnfitSizes
{
    /// <summary>Their last row and column are repeated up to the next size that is allowed, and cut off again behind the network.</summary>
    Pad,

    /// <summary>They are an error that names the nearest sizes.</summary>
    Error,
}
