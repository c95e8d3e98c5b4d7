namespace DeepML;

/// <summary>In which numbers a network multiplies.</summary>
public enum Precision
{
    /// <summary>Single precision throughout.</summary>
    Float32,

    /// <summary>
    /// Mixed: matrix products, convolutions and the cells of an LSTM multiply numbers of 16 bits, with the exponent of float32 and 8 binary
    /// digits, and add them up in float32 (Kalamkar et al., arXiv:1905.12322). Weights, optimizer, loss and normalization stay float32.
    /// </summary>
    BFloat16,
}
