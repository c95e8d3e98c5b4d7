using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Keeps probabilities off 0 and 1, to which float32 rounds what is nearly certain: their log-loss would be infinite.</summary>
/// <remarks>ML.NET's isotonic calibrator has the same least probability.</remarks>
internal static class ProbabilityRange
{
    /// <summary>The least probability: a log-loss of 34.5 nats, 49.8 bits.</summary>
    public const float Least = 1e-15f;

    /// <summary>The float32 next to 1, 1 - 2⁻²⁴: a log-loss of 24 bits for whoever is as sure of the opposite.</summary>
    public const float Most = 1 - (1f / (1 << 24));

    /// <summary>Probabilities of yes, none of them 0 or 1; NaN stays.</summary>
    public static Tensor Inside(Tensor probabilities) => probabilities.clamp(Numbers.Kept(Least), Numbers.Kept(Most));

    /// <summary>The same for one number.</summary>
    public static float Inside(float probability) => Math.Clamp(probability, Least, Most);

    /// <summary>Probabilities of classes, none of them 0; NaN stays. Their sum remains 1 in float32.</summary>
    public static Tensor AboveZero(Tensor probabilities) => probabilities.clamp_min(Numbers.Kept(Least));
}
