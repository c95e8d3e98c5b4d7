using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Some users and the ratings they have given.</summary>
/// <param name="users">(users), int64; owned by the batch.</param>
/// <param name="known">What is known of them; owned by the batch.</param>
/// <param name="asked">Ratings to be foretold from those known; owned by the batch. Null asks for those known.</param>
internal sealed class RatingsBatch(Tensor users, RatingsOfBatch known, RatingsOfBatch? asked) : TensorBatch((BatchMember.Users, users))
{
    /// <summary>What is known of the users.</summary>
    public RatingsOfBatch Known => known;

    /// <summary>What is to be foretold of them.</summary>
    public RatingsOfBatch Asked => asked ?? known;

    /// <inheritdoc/>
    public override void Dispose()
    {
        known.Dispose();
        asked?.Dispose();
        base.Dispose();
    }
}
