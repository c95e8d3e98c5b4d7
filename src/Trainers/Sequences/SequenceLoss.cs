using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Cross-entropy over the steps of sequences; targets below 0 count nothing.</summary>
internal static class SequenceLoss
{
    private const long Ignored = -1;
    /// <summary>What weights that sum to 0 are divided by.</summary>
    public const double Tiny = 1e-30;

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

    /// <summary>Mean over the steps that count, each as much as its sequence; null if none does.</summary>
    /// <param name="logits">(batch, time, classes).</param>
    /// <param name="targets">(batch, time), int64, classes from 0.</param>
    /// <param name="weights">(batch): see <see cref="RowWeights.Of"/>; null where sequences count alike.</param>
    /// <returns>0-d, times the mean of the weights; the number of steps; and what they count together.</returns>
    public static (Tensor Mean, long Steps, double Weight)? CrossEntropy(Tensor logits, Tensor targets, Tensor? weights)
    {
        if (weights is null)
            return CrossEntropy(logits, targets) is { } alike ? (alike.Mean, alike.Steps, alike.Steps) : null;
        var counted = targets.ge(Numbers.Zero);
        var steps = counted.sum().Read<long>();
        if (steps == 0)
            return null;
        var each = nn.functional.cross_entropy(
            logits.reshape(-1, logits.size(2)), targets.reshape(-1), ignore_index: Ignored, reduction: nn.Reduction.None);
        var ofSteps = (counted.to(logits.dtype) * weights.unsqueeze(1)).reshape(-1); // 0 where a step does not count
        var sum = ofSteps.sum();
        var mean = (each * ofSteps).sum() / sum.clamp_min(Numbers.Kept(Tiny)) * weights.mean();
        return (mean, steps, sum.Read<float>());
    }

    /// <summary>Steps whose likeliest class is right.</summary>
    public static long Right(Tensor logits, Tensor targets) => logits.argmax(2).eq(targets).sum().Read<long>();

    /// <summary>What the steps whose likeliest class is right count together.</summary>
    /// <inheritdoc cref="CrossEntropy(Tensor, Tensor, Tensor)" path="/param"/>
    public static double Right(Tensor logits, Tensor targets, Tensor? weights) => weights is null
        ? Right(logits, targets)
        : (logits.argmax(2).eq(targets).to(logits.dtype) * weights.unsqueeze(1)).sum().Read<float>();
}
