namespace DeepML;

/// <summary>Which rows of a batch make the triplets of <see cref="TripletLoss"/>.</summary>
public enum TripletMining
{
    /// <summary>
    /// Each row with the farthest of its class and the nearest of the others in the batch (Hermans, Beyer and Leibe, arXiv:1703.07737).
    /// </summary>
    Hardest,

    /// <summary>All there are, of which those count that do not keep the margin yet: for labels that may be wrong.</summary>
    All,
}
