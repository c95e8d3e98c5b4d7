using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>What the numbers that a forecasting network answers per step mean.</summary>
internal static class ForecastAnswers
{
    // Keeps the likelihood finite when a series can be forecast exactly.
    private const double SmallestDeviation = 1e-3;

    /// <summary>Numbers per step: centre; median, lower and upper quantile; or centre and raw deviation.</summary>
    public static int Count(ForecastDistribution distribution) => distribution switch
    {
        ForecastDistribution.Quantile => 3,
        ForecastDistribution.Gaussian or ForecastDistribution.StudentT => 2,
        _ => 1,
    };

    /// <summary>The deviation that a raw answer stands for: ln(1 + eˣ) and a little more, above 0.</summary>
    public static double Deviation(double raw) => Math.Max(raw, 0) + Math.Log(1 + Math.Exp(-Math.Abs(raw))) + SmallestDeviation;

    /// <inheritdoc cref="Deviation(double)"/>
    public static Tensor Deviation(Tensor raw) => ElementFunctions.Softplus(raw).Plus(SmallestDeviation);
}
