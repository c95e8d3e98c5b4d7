using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>How numbers are learned: in which unit, by which loss, and through which function.</summary>
/// <param name="Loss">The loss, of labels in that unit.</param>
/// <param name="Function">What is done with the network's sums; the labels' unit is their own where it is not the identity.</param>
internal sealed record NumberRule(NumberLoss Loss, NumberFunction Function)
{
    /// <summary>Squared errors of the sums themselves.</summary>
    public static NumberRule Plain { get; } = new(new SquaredLoss(), NumberFunction.Identity);

    /// <summary>Whether it is that.</summary>
    public bool IsPlain => this == Plain;

    /// <summary>The loss of each number.</summary>
    /// <param name="sums">What the network says.</param>
    /// <param name="labels">What it should say, of the same shape and in the same unit.</param>
    public Tensor Each(Tensor sums, Tensor labels) => // a Poisson loss reads the logarithm of what is predicted
        Loss.Each(Loss is PoissonLoss ? sums : NumberFunctions.Of(Function, sums), labels);

    /// <summary>What is predicted, in the labels' unit.</summary>
    public Tensor Predicted(Tensor sums) => NumberFunctions.Of(Function, sums);
}
