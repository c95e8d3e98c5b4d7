using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// What an optimizer does to one parameter, given its gradient. A rule itself has no state: what it remembers from step to step are
/// <see cref="StatesPerWeight"/> tensors of the parameter's shape, which the engine keeps, writes into checkpoints and reads back.
/// </summary>
/// <remarks>
/// The rules of this library are written three times: with torch's operations; over float32 numbers in the processor's memory, where a
/// pass in C# takes a fraction of the time of torch's calls for small networks; and over lists of parameters of every device, type and
/// layout, where a GPU does in one kernel what are hundreds parameter by parameter. A rule of your own is written once, with torch's
/// operations.
/// </remarks>
public abstract class OptimizerRule
{
    /// <summary>Tensors remembered for each parameter, of its shape, type and device; at least 0.</summary>
    public abstract int StatesPerWeight { get; }

    /// <summary>Whether there is a pass over plain numbers.</summary>
    internal virtual bool MovesNumbers => false;

    /// <summary>Whether parameters that are not plain numbers are moved together, in lists.</summary>
    internal virtual bool MovesLists => false;

    /// <summary>Moves weights of any device, floating type and layout in place; called without gradients, in a dispose scope.</summary>
    /// <param name="weights">The parameter.</param>
    /// <param name="gradients">Of the same shape; must stay as they are.</param>
    /// <param name="states"><see cref="StatesPerWeight"/> tensors of the same shape, zeros before the first step; changed in place.</param>
    /// <param name="rate">The learning rate in force.</param>
    /// <param name="step">Number of the parameter's step, from 1.</param>
    public abstract void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step);

    /// <summary>Moves weights of type float32 in the processor's memory.</summary>
    /// <param name="weights">The parameter's numbers, in the order of memory.</param>
    /// <param name="gradients">As many, in the same order.</param>
    /// <param name="states"><see cref="StatesPerWeight"/> times <see cref="ElementPass.Padded"/> numbers, zeros before the first
    /// step.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">Number of the parameter's step, from 1.</param>
    internal virtual void Move(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> states, double rate, long step) =>
        throw new NotSupportedException($"{GetType().Name} has no pass over plain numbers.");

    /// <summary>Moves many parameters at once.</summary>
    /// <param name="list">Parameters, gradients and what is remembered.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">Number of the parameters' step, from 1.</param>
    internal virtual void Move(WeightList list, double rate, long step) =>
        throw new NotSupportedException($"{GetType().Name} moves no lists.");
}
