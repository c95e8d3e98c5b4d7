namespace DeepML.Networks;

/// <summary>A network that knows how much its largest operation multiplies, where that does not follow from its weights alone.</summary>
internal interface IKnowsLargestProduct
{
    /// <summary>
    /// Multiplications of the largest product or convolution, for a row; 0 where that follows from the weights after all.
    /// </summary>
    long LargestProduct { get; }
}
