using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Normal noise on what layers say of steps in training (<see cref="SequenceEncoder.HiddenNoise"/>).</summary>
internal static class StepNoise
{
    /// <summary>What a layer says, with noise from torch's default generator.</summary>
    /// <param name="steps">(batch, time, hidden).</param>
    /// <param name="training">Whether the layer trains; else nothing is added.</param>
    /// <param name="deviation">Of the noise; 0 for none.</param>
    /// <returns>(batch, time, hidden).</returns>
    public static Tensor On(Tensor steps, bool training, double deviation) =>
        training && deviation > 0 ? randn_like(steps).mul_(Numbers.Kept(deviation)).PlusInPlace(steps) : steps;
}
