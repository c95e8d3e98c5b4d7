using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>How far normal distributions are from the standard one.</summary>
internal static class GaussianDivergence
{
    /// <summary>Of N(μ, eᵛ) from N(0, 1): ½ Σ (eᵛ + μ² - v - 1).</summary>
    /// <param name="mean">μ, (batch, code).</param>
    /// <param name="logVariance">v, (batch, code).</param>
    /// <returns>(batch), in nats.</returns>
    public static Tensor FromStandard(Tensor mean, Tensor logVariance)
    {
        var spread = logVariance.exp().addcmul(mean, mean, Numbers.One); // (batch, code)
        return (spread - logVariance).Minus(1).sum(dim: 1).Times(0.5);
    }
}
