using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>What a decoder carries from key to key.</summary>
/// <param name="Layers">State of its layers; empty at the start where there is none before the first key.</param>
/// <param name="BatchDimension">Which dimension of those says which sequence is meant.</param>
/// <param name="Top">(batch, hidden): the last answer; null of decoders that do not look at it.</param>
internal sealed record DecoderState(Tensor[] Layers, int BatchDimension, Tensor? Top)
{
    /// <summary>The same for some rows, as often as they are named.</summary>
    public DecoderState Rows(Tensor rows) =>
        new(Array.ConvertAll(Layers, s => s.index_select(BatchDimension, rows)), BatchDimension, Top?.index_select(0, rows));
}
