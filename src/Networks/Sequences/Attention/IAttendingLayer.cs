using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>A layer of a stack whose steps look at others.</summary>
internal interface IAttendingLayer
{
    /// <summary>The weights by which each step looks.</summary>
    /// <param name="steps">(batch, time, input).</param>
    /// <param name="lengths">(batch), int64; null if every sequence fills the time.</param>
    /// <returns>(batch, time, time): each row adds up to 1, and is 0 where a step is not looked at.</returns>
    Tensor Weights(Tensor steps, Tensor? lengths);
}
