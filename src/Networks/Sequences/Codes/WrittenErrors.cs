using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>How far written sequences are from what they should be.</summary>
/// <param name="Nats">(batch): -log of the likelihood, up to a constant.</param>
/// <param name="Errors">(batch): sums of what people read: bits of keys, squared differences of numbers.</param>
/// <param name="Count">(batch): of how many keys, the end among them, or numbers.</param>
internal sealed record WrittenErrors(Tensor Nats, Tensor Errors, Tensor Count)
{
    /// <summary>Mean error of each sequence, (batch); NaN where there is nothing.</summary>
    public Tensor Mean => Errors / Count;
}
