using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Cross-entropy over the steps of sequences; targets below 0 count nothing.</summary>
internal static class SequenceLoss
{
    private const long Ignored = -1;

    /// <summary>Mean over the steps that count, in nats; null if none does.</summary>
    /// <param name="logits">(batch, time, classes).</param>
    /// <param name="targets">(batch, time), int64, classes from 0.</param>
    /// <returns>0-d, and the number of steps.</returns>
    public static (Tensor Mean, long Steps)? CrossEntropy(Tensor logits, Tensor targets)
    {
        var steps = targets.ge(Numbers.Zero).sum().Read<long>();
        if (steps == 0)
            return null;
        var mean = nn.functional.cross_entropy(logits.reshape(-1, logits.size(2)), targets.reshape(-1), ignore_index: Ignored);
        return (mean, steps);
    }

    /// <summary>Steps whose likeliest class is right.</summary>
    public static long Right(Tensor logits, Tensor targets) => logits.argmax(2).eq(targets).sum().Read<long>();
}
