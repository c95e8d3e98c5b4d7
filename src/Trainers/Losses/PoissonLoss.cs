using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// λ - k·ln λ of counts k whose expectation λ is predicted: their negative log-likelihood, up to ln k!. The network answers with ln λ, and
/// the score is λ (<see cref="NumberFunction.Exponential"/>).
/// </summary>
public sealed record PoissonLoss : NumberLoss
{
    internal override Tensor Each(Tensor answer, Tensor target) => answer.exp() - (target * answer);
}
