using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>A parameter of which a step moves a part: the rest stays as it is, with what the optimizer remembers of it.</summary>
internal interface IPartGradients
{
    /// <summary>Moves the part, and what is remembered of it.</summary>
    /// <param name="rule">A rule that moves numbers.</param>
    /// <param name="gradients">Of the part.</param>
    /// <param name="rate">The learning rate in force.</param>
    /// <param name="step">Number of the parameter's step, from 1.</param>
    void Move(OptimizerRule rule, Tensor gradients, double rate, long step);
}
