namespace DeepML.Networks;

/// <summary>What a weight is of, where weights go from network to network.</summary>
internal enum TransferPart
{
    /// <summary>What reads rows: taken over, or an error.</summary>
    Body,

    /// <summary>What lies between body and head, and not every network has: taken over where both have it.</summary>
    Bridge,

    /// <summary>What gives the answer: taken over on request.</summary>
    Head,
}
