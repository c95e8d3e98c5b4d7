namespace DeepML;

/// <summary>How the distance between a row and its reconstruction is measured in training.</summary>
public enum ReconstructionLoss
{
    /// <summary>Cross-entropy if every training value lies in [0, 1] and the output is a sigmoid, else squared error.</summary>
    Auto,

    /// <summary>Squared error, averaged over the values of a row.</summary>
    SquaredError,

    /// <summary>Binary cross-entropy, averaged over the values of a row; they must lie in [0, 1].</summary>
    CrossEntropy,
}
