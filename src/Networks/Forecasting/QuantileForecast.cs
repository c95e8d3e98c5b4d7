using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// The median and the two quantiles that bound the confidence level, by the pinball loss (Koenker and Bassett, Econometrica 46, 1978).
/// Bounds of another level than trained are these, stretched as for a normal distribution.
/// </summary>
[SavedAs("quantile")]
public sealed record QuantileForecast : ForecastDistribution
{
    // Median, lower, upper.
    internal override int Answers => 3;

    internal override Tensor Loss(Tensor answer, Tensor target, double level)
    {
        var tail = (1 - level) / 2;
        return Pinball(target - answer.select(3, 0), 0.5)
            .Plus(Pinball(target - answer.select(3, 1), tail))
            .Plus(Pinball(target - answer.select(3, 2), 1 - tail));
    }

    internal override (double Centre, double Below, double Above) Combine(ReadOnlySpan<float> answers, int members, double width)
    {
        var (median, lower, upper) = (Mean(answers, members, 0), Mean(answers, members, 1), Mean(answers, members, 2));
        // crossed quantiles are put in order
        return (median, Math.Max(0, median - Math.Min(lower, upper)) * width, Math.Max(0, Math.Max(lower, upper) - median) * width);
    }

    internal override double Width(double level, double trained) =>
        level == trained ? 1 : QuantileFunctions.Normal(level) / QuantileFunctions.Normal(trained);

    // q·e above the quantile, (q - 1)·e below it.
    private static Tensor Pinball(Tensor error, double quantile) => maximum(error.Times(quantile), error.Times(quantile - 1));
}
