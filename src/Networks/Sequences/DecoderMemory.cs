using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>An input as a decoder sees it.</summary>
/// <param name="Read">What was read, and what was prepared of it for attention, each (batch, time, …).</param>
/// <param name="Mask">(batch, time), bool: steps that belong to their sequence.</param>
internal sealed record DecoderMemory(Tensor[] Read, Tensor Mask)
{
    /// <summary>The same for some rows, as often as they are named.</summary>
    public DecoderMemory Rows(Tensor rows) => new(Array.ConvertAll(Read, r => r.index_select(0, rows)), Mask.index_select(0, rows));
}
