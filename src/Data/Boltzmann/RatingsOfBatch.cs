using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Ratings of the users of a batch, one after the other.</summary>
/// <param name="Slots">(ratings), int64: the user's place within the batch.</param>
/// <param name="Items">(ratings), int64, from 0.</param>
/// <param name="Levels">(ratings), int64, from 0.</param>
internal sealed record RatingsOfBatch(Tensor Slots, Tensor Items, Tensor Levels) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Slots.Dispose();
        Items.Dispose();
        Levels.Dispose();
    }
}
