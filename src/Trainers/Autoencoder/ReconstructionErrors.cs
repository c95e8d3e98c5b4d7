using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Distances between rows and their reconstructions.</summary>
internal static class ReconstructionErrors
{
    /// <summary>Mean over the values that are there.</summary>
    /// <param name="reconstruction">(batch, value).</param>
    /// <param name="target">(batch, value); NaN is missing where holes are allowed.</param>
    /// <param name="crossEntropy">Binary cross-entropy instead of squared error.</param>
    /// <param name="holes">Whether values may be missing.</param>
    /// <returns>0-d.</returns>
    public static Tensor Mean(Tensor reconstruction, Tensor target, bool crossEntropy, bool holes)
    {
        if (!holes)
            return crossEntropy
                ? nn.functional.binary_cross_entropy(reconstruction, target)
                : nn.functional.mse_loss(reconstruction, target);
        var (sum, count) = Sum(reconstruction, target, crossEntropy);
        return sum / count;
    }

    /// <summary>The mean where no value is missing, with slopes that are known.</summary>
    /// <param name="target">(batch, value).</param>
    /// <param name="crossEntropy">Binary cross-entropy instead of squared error.</param>
    public static AnswerLoss Known(Tensor target, bool crossEntropy) => crossEntropy
        ? new NumberErrors<NumberError.CrossEntropy>(target) : new NumberErrors<NumberError.Squared>(target);

    /// <summary>Minus the logarithm of the likelihood, as a mean over rows, in nats.</summary>
    /// <inheritdoc cref="Mean" path="/param"/>
    /// <param name="reconstruction">(batch, value).</param>
    /// <param name="target">(batch, value).</param>
    /// <param name="crossEntropy">Bernoulli instead of Gaussian.</param>
    /// <param name="holes">Whether values may be missing.</param>
    /// <param name="deviation">Standard deviation of the Gaussian.</param>
    /// <returns>0-d.</returns>
    public static Tensor NegativeLogLikelihood(Tensor reconstruction, Tensor target, bool crossEntropy, bool holes, double deviation)
    {
        var values = target.numel() / target.size(0); // of a row; holes cost what the row's other values cost on average
        var perRow = Mean(reconstruction, target, crossEntropy, holes).Times(values);
        if (crossEntropy)
            return perRow;
        var atZero = values * Math.Log(deviation * Math.Sqrt(2 * Math.PI)); // what a reconstruction without error costs
        return perRow.Over(2 * deviation * deviation).Plus(atZero);
    }

    private static (Tensor Sum, Tensor Count) Sum(Tensor reconstruction, Tensor target, bool crossEntropy)
    {
        var present = target.isnan().logical_not();
        var known = target.nan_to_num();
        var errors = crossEntropy
            ? nn.functional.binary_cross_entropy(reconstruction, known, reduction: nn.Reduction.None)
            : (reconstruction - known).Squared();
        return ((errors * present).sum(), present.sum().clamp_min_(Numbers.One));
    }
}
