using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>A column of attention weights with the pass that makes it.</summary>
/// <param name="Column">The column.</param>
/// <param name="Look">
/// Rows and their lengths → the network's answer, and the weights by which it looked: (batch, time) of a summary, else
/// (batch, steps that look, time).
/// </param>
internal sealed record AttentionOutput(AttentionColumn Column, Func<Tensor[], (Tensor Answer, Tensor Weights)> Look)
{
    /// <summary>The same with something done to the answer.</summary>
    /// <param name="change">The answer and the lengths of the sequences → what takes its place.</param>
    public AttentionOutput Then(Func<Tensor, Tensor, Tensor> change) => this with
    {
        Look = inputs =>
        {
            var (answer, weights) = Look(inputs);
            return (change(answer, inputs[1]), weights);
        },
    };
}
