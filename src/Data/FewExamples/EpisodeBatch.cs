using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// An episode: the rows that are shown, class after class, then those that are asked for, class after class. Targets are the classes'
/// places within the episode, from 0.
/// </summary>
/// <param name="tensors">Features, (rows, …), targets, (rows), int64, and the lengths of sequences; owned by the batch.</param>
/// <param name="shape">How many there are.</param>
internal sealed class EpisodeBatch((BatchMember Member, Tensor Tensor)[] tensors, EpisodeShape shape) : TensorBatch(tensors)
{
    /// <summary>How many there are.</summary>
    public EpisodeShape Shape => shape;
}
