using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>One direction of a stack: one or more layers of one kind, reading forwards.</summary>
internal abstract class SequenceLayer() : Module<Tensor, Tensor>("SequenceLayer")
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor steps) => Run(steps, null).Output;

    /// <summary>The answer at each step, and the state after the last.</summary>
    /// <param name="steps">(batch, time, input).</param>
    /// <param name="state">The state before the first step, as this method returned it; null for zeros.</param>
    /// <returns>(batch, time, hidden), and the state: one or more of (…, batch, hidden); none of layers that carry no state.</returns>
    public abstract (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state);

    /// <summary>
    /// The answer at each step of sequences of different lengths. Layers that look ahead must not see what stands behind an end.
    /// </summary>
    /// <param name="steps">(batch, time, input).</param>
    /// <param name="lengths">(batch), int64, each in [1, time]; null if every sequence fills the time.</param>
    /// <returns>(batch, time, hidden); behind the end of a sequence it means nothing.</returns>
    public virtual Tensor Read(Tensor steps, Tensor? lengths) => Run(steps, null).Output;
}
