namespace DeepML.Networks;

/// <summary>A network that may be unable to learn from a single row.</summary>
internal interface INeedsRows
{
    /// <summary>
    /// Whether a training batch of one row cannot be normalized: pictures have shrunk to one pixel before a normalization.
    /// </summary>
    bool NeedsTwoRows { get; }
}
