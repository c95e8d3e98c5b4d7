using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// The functions of <see cref="Activation"/> that have numbers in them, with numbers that stay alive during the call. Torch's own take
/// numbers that nothing holds, and its <c>hardtanh</c> answers with its input in TorchSharp 0.107 (docs/torchsharp-notes.md).
/// </summary>
internal static class ElementFunctions
{
    /// <summary>1 / (1 + e⁻ˢˣ).</summary>
    public static Tensor Sigmoid(Tensor x, double slope)
    {
        using var steeper = x.Times(slope);
        return steeper.sigmoid();
    }

    /// <summary>x above 0, else slope · x.</summary>
    public static Tensor LeakyReLU(Tensor x, double slope) => x.leaky_relu(Numbers.Kept(slope));

    /// <summary>x above 0, else slope · (eˣ - 1).</summary>
    public static Tensor ELU(Tensor x, double slope) => x.elu(Numbers.Kept(slope), Numbers.One, Numbers.One);

    /// <summary>ln(1 + eˣ), as -ln σ(-x): no exponential overflows, and the slope is exact at both ends.</summary>
    public static Tensor Softplus(Tensor x)
    {
        using var negative = x.neg();
        return negative.log_sigmoid().neg_();
    }

    /// <summary>x cut off at -1 and 1.</summary>
    public static Tensor HardTanh(Tensor x) => x.clamp(Numbers.Kept(-1.0), Numbers.Kept(1.0));
}
