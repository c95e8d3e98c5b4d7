using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// An episode: the rows that are shown, class after class, then those that are asked for, class after class. Targets are the classes'
/// places within the episode, from 0.
/// </summary>
/// <param name="features">(rows, …); owned by the batch.</param>
/// <param name="targets">(rows), int64; owned by the batch.</param>
/// <param name="shape">How many there are.</param>
internal sealed class EpisodeBatch(Tensor features, Tensor targets, EpisodeShape shape) : TensorBatch(features, targets)
{
    /// <summary>How many there are.</summary>
    public EpisodeShape Shape => shape;
}
