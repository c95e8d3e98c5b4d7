namespace DeepML;

/// <summary>What missing values are filled from.</summary>
public enum FillSource
{
    /// <summary>
    /// <see cref="NormalDistribution"/> for up to 100 columns where neither hidden layers, the size of the code, a corruption nor
    /// convolutions are set,
    /// else <see cref="Reconstruction"/>: whoever shapes the network is answered by it.
    /// </summary>
    Automatic,

    /// <summary>The network's reconstruction of the row with column means in its holes.</summary>
    Reconstruction,

    /// <summary>
    /// What is to be expected given the rest of the row, of a normal distribution of the scaled rows: what iterated linear regressions
    /// come near to.
    /// </summary>
    NormalDistribution,
}
