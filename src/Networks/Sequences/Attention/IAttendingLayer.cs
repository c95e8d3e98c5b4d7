using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>A layer of a stack whose steps look at others.</summary>
internal interface IAttendingLayer
{
    /// <summary>The answer at each step, and the weights by which it looks, in one pass.</summary>
    /// <param name="steps">(batch, time, input).</param>
    /// <param name="lengths">(batch), int64; null if every sequence fills the time.</param>
    /// <returns>
    /// (batch, time, hidden), as <see cref="SequenceLayer.Read"/> gives it; and (batch, time, time), of which each row adds up to 1, and is
    /// 0 where a step is not looked at.
    /// </returns>
    (Tensor Output, Tensor Weights) Look(Tensor steps, Tensor? lengths);
}
