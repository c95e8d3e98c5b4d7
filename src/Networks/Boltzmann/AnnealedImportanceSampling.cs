using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// Estimates ln Z of a machine with hidden bits by going, through many temperatures, from a machine whose Z is known to this one
/// (Neal, Statistics and Computing 11, 2001; Salakhutdinov and Murray, ICML 2008).
/// </summary>
internal static class AnnealedImportanceSampling
{
    /// <summary>Runs the chains.</summary>
    /// <param name="rbm">The machine.</param>
    /// <param name="start">Means of the bits of data like those learned, (visible): the first machine has these and no weights. Not
    /// read for Gaussian units.</param>
    /// <param name="temperatures">Steps from 0 to 1, at least 1; too few of them flatter the machine.</param>
    /// <param name="chains">Chains side by side, at least 1.</param>
    /// <param name="random">Owner of chance.</param>
    public static PartitionEstimate Run(RbmNetwork rbm, Tensor start, int temperatures, int chains, GibbsRandom random)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var bits = rbm.Architecture.VisibleUnits == VisibleUnits.Bernoulli;
        var odds = bits ? Odds(start.to(ScalarType.Float32)) : rbm.VisibleBias.detach(); // (visible): the first machine's biases
        // (chains, visible)
        var visible = rbm.SampleVisible((bits ? odds.sigmoid() : odds).expand(chains, odds.size(0)).contiguous(), random);
        var logWeights = zeros(chains, dtype: ScalarType.Float64, device: odds.device);
        var difference = rbm.VisibleBias - odds; // (visible)
        var before = 0.0;
        for (var k = 1; k <= temperatures; k++)
        {
            using var inner = NewDisposeScope();
            var now = Temperature((double)k / temperatures);
            var input = rbm.HiddenInput(visible); // (chains, hidden)
            var gain = ElementFunctions.Softplus(input.Times(now)).sub_(ElementFunctions.Softplus(input.Times(before))).sum(1L); // (chains)
            if (bits)
                gain.PlusInPlace(visible.mv(difference), now - before);
            logWeights.PlusInPlace(gain.to(ScalarType.Float64));
            before = now;
            if (k == temperatures)
                break;
            var hidden = random.Bits(input.mul_(Numbers.Kept(now)).sigmoid_());
            var mean = hidden.mm(rbm.Weight).mul_(Numbers.Kept(now)).PlusInPlace(odds).PlusInPlace(difference, now); // (chains, visible)
            visible.Dispose();
            visible = rbm.SampleVisible(bits ? mean.sigmoid_() : mean, random).MoveToOuterDisposeScope();
        }
        var first = bits ? ElementFunctions.Softplus(odds).sum().Read<float>() : odds.size(0) * 0.5 * Math.Log(2 * Math.PI);
        if (rbm.LogVariance is { } variances)
            first += 0.5 * variances.sum().Read<float>();
        return Estimate(logWeights.ReadAll<double>(), first + (rbm.Architecture.HiddenSize * Math.Log(2)));
    }

    // Most of the way is easy; most of the temperatures go where the machine begins to form its modes (Salakhutdinov and Murray's shares).
    private static double Temperature(double share) => share switch
    {
        <= 0.035 => share / 0.035 * 0.5,
        <= 0.31 => 0.5 + ((share - 0.035) / 0.275 * 0.4),
        _ => 0.9 + ((share - 0.31) / 0.69 * 0.1),
    };

    private static Tensor Odds(Tensor means)
    {
        var on = means.clamp(Numbers.Kept(1e-3), Numbers.Kept(1 - 1e-3));
        return (on / on.SubtractedFrom(1L)).log();
    }

    private static PartitionEstimate Estimate(double[] logWeights, double first)
    {
        var largest = logWeights.Max();
        var weights = Array.ConvertAll(logWeights, w => Math.Exp(w - largest));
        var mean = weights.Average();
        var variance = weights.Sum(w => (w - mean) * (w - mean)) / Math.Max(1, weights.Length - 1);
        return new PartitionEstimate(
            first + largest + Math.Log(mean),
            Math.Sqrt(variance / weights.Length) / mean,
            weights.Sum() * weights.Sum() / weights.Sum(w => w * w));
    }
}
