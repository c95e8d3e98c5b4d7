namespace DeepML.Networks.Tests.Activations;

/// <summary>The functions of <see cref="Activation"/> and their derivatives in double precision, written from their definitions.</summary>
internal static class ClosedForm
{
    /// <summary>Every function there is.</summary>
    public static IEnumerable<object[]> All => Enum.GetValues<Activation>().Select(activation => new object[] { activation });

    /// <summary>f(x) when scoring.</summary>
    public static double Value(Activation activation, double x, double? slope = null) => activation switch
    {
        Activation.Identity => x,
        Activation.Sigmoid => 1 / (1 + Math.Exp(-(slope ?? 1) * x)),
        Activation.Tanh => Math.Tanh((slope ?? 2) * x / 2),
        Activation.ReLU => Math.Max(0, x),
        Activation.LeakyReLU => x > 0 ? x : (slope ?? 0.01) * x,
        Activation.ELU => x > 0 ? x : (slope ?? 1) * (Math.Exp(x) - 1),
        Activation.GELU => x * Normal(x),
        Activation.Softplus => Softplus((slope ?? 1) * x) / (slope ?? 1),
        Activation.Arctan => Math.Atan(x),
        Activation.ParametricReLU => x > 0 ? x : (slope ?? 0.25) * x,
        Activation.HardTanh => Math.Clamp(x, -1, 1),
        Activation.BinaryStep => x >= 0 ? 1 : 0,
        Activation.Heaviside => (Math.Sign(x) + 1) / 2.0,
        Activation.Sign => Math.Sign(x),
        Activation.BipolarStep => x >= 0 ? 1 : -1,
        Activation.PiecewiseLinear => Math.Clamp(x + 0.5, 0, 1),
        Activation.Ramp => Math.Clamp(x, 0, 1),
        Activation.ScaledTanh => 1.7159 * Math.Tanh(2 * x / 3),
        Activation.AlgebraicSigmoid => x / Math.Sqrt(1 + (x * x)),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    /// <summary>f'(x) in training; not for the corners, where there is none.</summary>
    public static double Derivative(Activation activation, double x, double? slope = null) => activation switch
    {
        Activation.Identity => 1,
        Activation.Sigmoid or Activation.BinaryStep or Activation.Heaviside =>
            (slope ?? 1) * Logistic((slope ?? 1) * x) * Logistic(-(slope ?? 1) * x),
        Activation.Tanh => (slope ?? 2) / 2 / Math.Pow(Math.Cosh((slope ?? 2) * x / 2), 2),
        Activation.Sign or Activation.BipolarStep => (slope ?? 1) / 2 / Math.Pow(Math.Cosh((slope ?? 1) * x / 2), 2),
        Activation.ReLU => x > 0 ? 1 : 0,
        Activation.LeakyReLU => x > 0 ? 1 : slope ?? 0.01,
        Activation.ELU => x > 0 ? 1 : (slope ?? 1) * Math.Exp(x),
        Activation.GELU => Normal(x) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)),
        Activation.Softplus => Logistic((slope ?? 1) * x),
        Activation.Arctan => 1 / (1 + (x * x)),
        Activation.ParametricReLU => x > 0 ? 1 : slope ?? 0.25,
        Activation.HardTanh => Math.Abs(x) < 1 ? 1 : 0,
        Activation.PiecewiseLinear => Math.Abs(x) <= 0.5 ? 1 : 0,
        Activation.Ramp => x is > 0 and < 1 ? 1 : 0,
        Activation.ScaledTanh => 1.7159 * 2 / 3 / Math.Pow(Math.Cosh(2 * x / 3), 2),
        Activation.AlgebraicSigmoid => Math.Pow(1 + (x * x), -1.5),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    private static double Softplus(double x) => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x));

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    // Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …), Marsaglia, J. Stat. Softw. 11(4), 2004.
    private static double Normal(double x)
    {
        if (Math.Abs(x) > 8)
            return x > 0 ? 1 : 0;
        var (sum, term) = (x, x);
        for (var i = 3; Math.Abs(term) > 1e-18; i += 2)
            sum += term *= x * x / i;
        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }
}
