namespace DeepML;

/// <summary>How often rows of each class, or category, are shown while a generative adversarial network learns.</summary>
public enum GanSampling
{
    /// <summary>By the logarithm of how often they occur, so that rare ones are learned too: Xu et al., arXiv:1907.00503, 4.3.</summary>
    LogFrequency,

    /// <summary>As often as they occur: every row once in an epoch.</summary>
    AsInData,

    /// <summary>All alike.</summary>
    Even,
}
