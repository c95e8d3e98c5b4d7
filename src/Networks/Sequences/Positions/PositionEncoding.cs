using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>How attention, which knows no order, is told where a step stands; a record for each kind.</summary>
public abstract record PositionEncoding
{
    // Only this library's: a saved model is scored by programs that hold none of a user's own code.
    private protected PositionEncoding()
    {
    }

    /// <summary>Steps of the longest sequence that has places; null for any.</summary>
    internal virtual int? LongestSequence => null;

    /// <summary>What is added to the numbers of each step; null for nothing.</summary>
    /// <param name="width">Numbers per step.</param>
    internal virtual StepPlaces? CreateAdded(int width) => null;

    /// <summary>Turns queries or keys by their places.</summary>
    /// <param name="heads">(batch, heads, time, numbers).</param>
    /// <param name="start">Place of the first step.</param>
    /// <returns>The same, turned; as they are where places are added.</returns>
    internal virtual Tensor Turn(Tensor heads, long start) => heads;

    /// <summary>Says what is wrong with its own numbers, or with the sizes that it is to stand beside.</summary>
    /// <param name="width">Numbers per step.</param>
    /// <param name="headWidth">Numbers per head.</param>
    /// <param name="faults">Receives the faults.</param>
    internal virtual void Validate(int width, int headWidth, PartFaults faults)
    {
    }
}
