using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Noise that regularizes training (Bishop, Neural Computation 7, 1995); drawn from torch's default generator.</summary>
internal static class TrainingNoise
{
    /// <summary>The inputs of a batch with <see cref="TrainingOptions.InputNoise"/> added; the same tensor if there is none.</summary>
    /// <param name="inputs">(batch, ...), floating.</param>
    /// <param name="options">Hold the noise's standard deviation.</param>
    public static Tensor OnInputs(Tensor inputs, TrainingOptions options) =>
        options.InputNoise == 0 ? inputs : OnNumbers(inputs, options.InputNoise);

    /// <summary>Classes of which a share is replaced by random ones.</summary>
    /// <param name="targets">(batch), int64 classes, or float32 0 and 1.</param>
    /// <param name="share">Share of labels that are drawn anew.</param>
    /// <param name="classes">Number of classes.</param>
    public static Tensor OnClasses(Tensor targets, double share, int classes)
    {
        var drawn = rand(targets.shape, device: targets.device).lt(Numbers.Kept(share));
        var others = randint(classes, targets.shape, device: targets.device).to(targets.dtype);
        return where(drawn, others, targets);
    }

    /// <summary>Numbers with normal noise added.</summary>
    public static Tensor OnNumbers(Tensor targets, double standardDeviation) =>
        randn_like(targets).mul_(Numbers.Kept(standardDeviation)).PlusInPlace(targets);
}
