namespace DeepML;

/// <summary>
/// How the numbers that a network reads are brought to like size; learned from the training rows and saved with the network.
/// </summary>
public enum NetworkInputScaling
{
    /// <summary>
    /// From the rows: none where all numbers are of about unit size; one centre and factor for all where they are bytes or counts of one
    /// kind, as pixels; else standard for each, robust where a few lie far out, and the logarithm for positive numbers over many
    /// magnitudes.
    /// </summary>
    Automatic,

    /// <summary>Numbers are read as they are.</summary>
    None,

    /// <summary>From the smallest and largest of each column to [0, 1]; for generators that draw such rows to [-1, 1].</summary>
    MinMax,

    /// <summary>Mean 0 and standard deviation 1 in each column.</summary>
    Standard,

    /// <summary>Median 0 and quartiles at ±0.67 in each column, and far values bent towards them (inverse hyperbolic sine).</summary>
    Robust,
}
