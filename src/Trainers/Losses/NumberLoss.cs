using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A loss of numbers that is a mean over what each number is off: networks that predict numbers learn by it.</summary>
public abstract record NumberLoss : TrainingLoss
{
    private protected NumberLoss()
    {
    }

    /// <inheritdoc/>
    public override Tensor Mean(Tensor answer, Tensor target) => Each(answer, target).mean();

    /// <summary>Whether answers lie in the middle of what may come, so that they can be set beside other methods by R².</summary>
    internal virtual bool IsCentral => true;

    /// <summary>The loss of each number.</summary>
    /// <param name="answer">What is predicted.</param>
    /// <param name="target">What it should be, of the same shape.</param>
    /// <returns>The same shape.</returns>
    internal abstract Tensor Each(Tensor answer, Tensor target);
}
