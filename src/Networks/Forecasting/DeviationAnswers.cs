using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Answers of two numbers per step: a centre, and a raw number that stands for a deviation.</summary>
internal static class DeviationAnswers
{
    /// <summary>The smallest deviation: it keeps the likelihood finite when a series can be forecast exactly.</summary>
    public const double SmallestDeviation = 1e-3;

    /// <summary>The deviation that a raw answer stands for: ln(1 + eˣ) and a little more, above 0.</summary>
    public static double Deviation(double raw) => Math.Max(raw, 0) + Math.Log(1 + Math.Exp(-Math.Abs(raw))) + SmallestDeviation;

    /// <inheritdoc cref="Deviation(double)"/>
    public static Tensor Deviation(Tensor raw) => ElementFunctions.Softplus(raw).Plus(SmallestDeviation);

    /// <summary>Centre and distance of the bounds of the mixture of several networks' answers.</summary>
    /// <param name="answers">(members, 2), one after another.</param>
    /// <param name="members">Networks that answered.</param>
    /// <param name="width">Deviations from the centre to a bound.</param>
    public static (double Centre, double Below, double Above) Combine(ReadOnlySpan<float> answers, int members, double width)
    {
        var (centre, centreSquares, variance) = (0.0, 0.0, 0.0);
        for (var member = 0; member < members; member++)
        {
            var (own, deviation) = ((double)answers[2 * member], Deviation(answers[(2 * member) + 1]));
            centre += own / members;
            centreSquares += own * own / members;
            variance += deviation * deviation / members;
        }
        // a mixture's variance: the mean variance and the spread of the centres
        var bound = width * Math.Sqrt(variance + Math.Max(0, centreSquares - (centre * centre)));
        return (centre, bound, bound);
    }
}
