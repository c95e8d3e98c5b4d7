using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>The numbers below which a share of a distribution lies.</summary>
internal static class QuantileFunctions
{
    private const int Parts = 2000;

    /// <summary>Half the width, in deviations, of the interval in the middle of the normal distribution that holds a share of it.</summary>
    /// <param name="level">The share, in (0, 1).</param>
    public static double Normal(double level)
    {
        using var scope = NewDisposeScope();
        return Math.Sqrt(2) * tensor(new[] { level }).erfinv().Read<double>(); // the tensor's own: torch.erfinv of TorchSharp gives erf
    }

    /// <summary>The same for Student's t distribution, in units of its width parameter.</summary>
    /// <remarks>Torch has no quantile of it, and a package of numerics for this one would go with every model that is scored.</remarks>
    /// <param name="level">The share, in (0, 1).</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    public static double StudentT(double level, double degreesOfFreedom)
    {
        if (degreesOfFreedom > 1e5)
            return Normal(level); // the difference is below 0.01 %, and the peak too sharp to be integrated
        // with x = √ν tan θ the density becomes proportional to cos^(ν-1) θ
        var whole = Area(Math.PI / 2, degreesOfFreedom - 1);
        var angle = Solve(level, Math.PI / 2, theta => Area(theta, degreesOfFreedom - 1) / whole);
        return Math.Sqrt(degreesOfFreedom) * Math.Tan(angle);
    }

    private static double Solve(double level, double highest, Func<double, double> share)
    {
        var (low, high) = (0.0, highest);
        for (var i = 0; i < 80; i++)
        {
            var middle = (low + high) / 2;
            if (share(middle) < level)
                low = middle;
            else
                high = middle;
        }
        return (low + high) / 2;
    }

    // The integral of cos^power from 0 to theta, by Simpson's rule; the power is above -1.
    private static double Area(double theta, double power)
    {
        if (power < 0)
            return Tail(Math.PI / 2, power) - Tail((Math.PI / 2) - theta, power);
        var width = theta / Parts;
        var sum = 0.0;
        for (var i = 0; i < Parts; i++)
            sum += (Math.Pow(Math.Cos(i * width), power) + (4 * Math.Pow(Math.Cos((i + 0.5) * width), power))
                + Math.Pow(Math.Abs(Math.Cos((i + 1) * width)), power)) / 6;
        return sum * width;
    }

    // The integral of sin^power from 0 to an angle, by midpoints: with v = angle^(power+1) the pole at 0 is gone.
    private static double Tail(double angle, double power)
    {
        var width = Math.Pow(angle, power + 1) / Parts;
        var sum = 0.0;
        for (var i = 0; i < Parts; i++)
        {
            var at = Math.Pow((i + 0.5) * width, 1 / (power + 1));
            sum += at > 0 ? Math.Pow(Math.Sin(at) / at, power) : 1;
        }
        return sum * width / (power + 1);
    }
}
