using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>How much the rows of each class count, as losses need it.</summary>
internal static class ClassWeights
{
    /// <summary>The weights of the options, outside every dispose scope.</summary>
    /// <param name="options">May hold some.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="device">Where the batches are; null for the CPU.</param>
    /// <returns>(classes), float32; null if the options hold none.</returns>
    /// <exception cref="ArgumentException">They are not one per class.</exception>
    public static Tensor? Of(TrainingOptions options, int classes, Device? device)
    {
        if (options.ClassWeights is not { } weights)
            return null;
        if (weights.Count != classes)
            throw new ArgumentException(
                $"ClassWeights has {weights.Count} numbers; the label has {classes} classes, and each needs one.", nameof(options));
        return tensor(weights.Select(w => (float)w).ToArray(), device: device ?? CPU).DetachFromDisposeScope();
    }
}
