namespace DeepML;

/// <summary>What has become of a column since the training.</summary>
public enum DriftVerdict
{
    /// <summary>It is as it was, or what has changed may be chance.</summary>
    Stable,

    /// <summary>It has changed: look at it.</summary>
    Changed,

    /// <summary>It has changed so much that the model answers about other data than it was trained on.</summary>
    Drifted,
}
