using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// What an optimizer does to one parameter, given its gradient. What it remembers from step to step lies in an
/// <see cref="OptimizerMemory"/>: a rule itself has no state.
/// </summary>
/// <remarks>
/// Each rule is written twice: over float32 numbers in the processor's memory, where a pass in C# takes a fraction of the time of
/// torch's calls for small networks, and with torch's operations for every other device, type and layout.
/// </remarks>
internal abstract class OptimizerRule
{
    /// <summary>Numbers remembered for each weight.</summary>
    public abstract int StatesPerWeight { get; }

    /// <summary>Moves weights of type float32 in the processor's memory.</summary>
    /// <param name="weights">The parameter's numbers, in the order of memory.</param>
    /// <param name="gradients">As many, in the same order.</param>
    /// <param name="states"><see cref="StatesPerWeight"/> times <see cref="ElementPass.Padded"/> numbers, zeros before the first step.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">Number of the parameter's step, from 1.</param>
    public abstract void Move(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> states, double rate, long step);

    /// <summary>Moves weights of any device, floating type and layout; called without gradients, in a dispose scope.</summary>
    /// <param name="weights">The parameter.</param>
    /// <param name="gradients">Of the same shape.</param>
    /// <param name="states"><see cref="StatesPerWeight"/> tensors of the same shape, zeros before the first step.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">Number of the parameter's step, from 1.</param>
    public abstract void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step);
}
