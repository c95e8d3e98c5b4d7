using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>A network that does not use each of its weights for each row, and knows how much it has to do.</summary>
internal interface ICountsWork
{
    /// <summary>Multiplications of a forward pass, for a row.</summary>
    /// <param name="sample">Some rows of features.</param>
    double MultiplicationsPerRow(Tensor sample);
}
