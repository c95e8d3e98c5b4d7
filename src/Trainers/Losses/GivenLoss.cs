using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Brings a <see cref="TrainingLoss"/> into a step: shapes what it gets, and looks at what it returns.</summary>
/// <param name="loss">The loss.</param>
internal sealed class GivenLoss(TrainingLoss loss)
{
    /// <summary>The loss of an answer.</summary>
    /// <param name="answer">(batch, answers).</param>
    /// <param name="target">(batch) or (batch, targets).</param>
    /// <returns>0-d.</returns>
    /// <exception cref="InvalidOperationException">The loss returned something else.</exception>
    public Tensor Of(Tensor answer, Tensor target)
    {
        // (batch, 1) against (batch) would be broadcast to every pair of rows.
        var shaped = target.dim() == 1 && answer.dim() == 2 && answer.size(1) == 1 ? answer.squeeze(1) : answer;
        var mean = loss.Mean(shaped, target) ?? throw new InvalidOperationException($"{loss.GetType().Name}.Mean returned null.");
        return mean.numel() == 1
            ? mean
            : throw new InvalidOperationException(
                $"{loss.GetType().Name}.Mean returned [{string.Join("x", mean.shape)}] numbers; it must return one: the mean over the "
                    + "batch.");
    }
}
