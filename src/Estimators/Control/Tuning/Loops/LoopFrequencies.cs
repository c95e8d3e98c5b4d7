using System.Numerics;

namespace DeepML.Estimators;

/// <summary>The open loop L(jω) of a controller and a process, by frequency.</summary>
internal static class LoopFrequencies
{
    private const int Points = 800;

    /// <summary>Margins of the loop.</summary>
    public static LoopMargins Margins(PidSettings settings, ProcessModel process, double sampleTime)
    {
        // the process has no pole in the right half, so the loop is stable if L goes around -1 in no net turn
        var low = 1e-4 / (process.TimeConstant + process.SecondTimeConstant + process.DeadTime);
        var ratio = Math.Pow(Math.PI / sampleTime / low, 1.0 / (Points - 1));
        var (peak, gainMargin, phaseMargin, delayMargin) = (0.0, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
        var (before, frequency) = (At(low), low);
        var (turned, phase) = ((1 + before).Phase, before.Phase);
        for (var i = 1; i < Points; i++)
        {
            frequency *= ratio;
            var now = At(frequency);
            peak = Math.Max(peak, 1 / (1 + now).Magnitude);
            turned += ((1 + now) / (1 + before)).Phase;
            phase += (now / before).Phase;
            if ((before.Imaginary < 0) != (now.Imaginary < 0))
            {
                var share = before.Imaginary / (before.Imaginary - now.Imaginary);
                var crossing = before.Real + (share * (now.Real - before.Real));
                gainMargin = crossing < 0 ? Math.Min(gainMargin, -1 / crossing) : gainMargin;
            }
            if ((before.Magnitude < 1) != (now.Magnitude < 1))
            {
                var back = Math.Log(now.Magnitude) / (Math.Log(now.Magnitude) - Math.Log(before.Magnitude)); // of this point's stretch
                var crossing = phase - (back * (now / before).Phase);
                phaseMargin = Math.Min(phaseMargin, 180 + (crossing * 180 / Math.PI));
                delayMargin = Math.Min(delayMargin, (Math.PI + crossing) / (frequency * Math.Pow(ratio, -back)));
            }
            before = now;
        }
        var isPulled = settings.IntegralGain != 0
            ? settings.IntegralGain * process.Gain > 0
            : 1 + (settings.ProportionalGain * process.Gain) > 0;
        var isStable = isPulled && Math.Abs(turned) < Math.PI;
        return new LoopMargins(isStable ? peak : double.PositiveInfinity, gainMargin, phaseMargin, delayMargin, isStable);

        Complex At(double w)
        {
            var s = new Complex(0, w);
            var controller = settings.ProportionalGain + (settings.IntegralGain / s)
                + (settings.DerivativeGain * s / (1 + (settings.FilterTime * s)));
            return controller * process.At(w) * Complex.Exp(-s * sampleTime / 2);
        }
    }
}
