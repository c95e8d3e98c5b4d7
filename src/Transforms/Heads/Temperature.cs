using System.Numerics.Tensors;

namespace DeepML.Transforms;

/// <summary>
/// The number by which logits are divided so that probabilities are as sure as they may be (Guo, Pleiss, Sun, Weinberger: On calibration of
/// modern neural networks, ICML 2017): it changes no answer, only how sure it is.
/// </summary>
internal static class Temperature
{
    /// <summary>The range in which it is looked for: ever so sure, and hardly sure at all.</summary>
    public const double Least = 0.05, Most = 20;

    private const int Steps = 60; // each leaves 0.618 of the range
    private static readonly double Golden = (Math.Sqrt(5) - 1) / 2;

    /// <summary>The one with the least log-loss, which is convex in its inverse.</summary>
    /// <param name="logits">Of each row, of every class.</param>
    /// <param name="classes">The right class of each row, from 0.</param>
    /// <returns>In [<see cref="Least"/>, <see cref="Most"/>].</returns>
    public static double Fit(IReadOnlyList<float[]> logits, IReadOnlyList<int> classes)
    {
        var (from, to) = (1 / Most, 1 / Least);
        var (low, high) = (to - (Golden * (to - from)), from + (Golden * (to - from)));
        var (lossLow, lossHigh) = (Loss(low), Loss(high));
        for (var step = 0; step < Steps; step++)
            if (lossLow <= lossHigh)
            {
                (to, high, lossHigh) = (high, low, lossLow);
                low = to - (Golden * (to - from));
                lossLow = Loss(low);
            }
            else
            {
                (from, low, lossLow) = (low, high, lossHigh);
                high = from + (Golden * (to - from));
                lossHigh = Loss(high);
            }
        return 2 / (from + to);

        double Loss(double inverse) => LogLoss(logits, classes, 1 / inverse);
    }

    /// <summary>The mean of −ln p(right class), in nats.</summary>
    public static double LogLoss(IReadOnlyList<float[]> logits, IReadOnlyList<int> classes, double temperature)
    {
        var sum = 0.0;
        for (var row = 0; row < logits.Count; row++)
        {
            var numbers = logits[row];
            var most = TensorPrimitives.Max<float>(numbers) / temperature;
            var total = 0.0;
            foreach (var number in numbers)
                total += Math.Exp((number / temperature) - most);
            sum += most + Math.Log(total) - (numbers[classes[row]] / temperature);
        }
        return sum / logits.Count;
    }
}
