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
        Activation.Tanh => Math.Tanh(x),
        Activation.ReLU => Math.Max(0, x),
        Activation.LeakyReLU => x > 0 ? x : (slope ?? 0.01) * x,
        Activation.ELU => x > 0 ? x : (slope ?? 1) * (Math.Exp(x) - 1),
        Activation.GELU => x * Normal(x),
        Activation.Softplus => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x)),
        Activation.Arctan => Math.Atan(x),
        Activation.ParametricReLU => x > 0 ? x : (slope ?? 0.25) * x,
        Activation.HardTanh => Math.Clamp(x, -1, 1),
        Activation.BinaryStep => x > 0 ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    /// <summary>f'(x) in training; not for the corners, where there is none.</summary>
    public static double Derivative(Activation activation, double x, double? slope = null) => activation switch
    {
        Activation.Identity => 1,
        Activation.Sigmoid or Activation.BinaryStep => (slope ?? 1) * Logistic((slope ?? 1) * x) * Logistic(-(slope ?? 1) * x),
        Activation.Tanh => 1 / Math.Pow(Math.Cosh(x), 2),
        Activation.ReLU => x > 0 ? 1 : 0,
        Activation.LeakyReLU => x > 0 ? 1 : slope ?? 0.01,
        Activation.ELU => x > 0 ? 1 : (slope ?? 1) * Math.Exp(x),
        Activation.GELU => Normal(x) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)),
        Activation.Softplus => Logistic(x),
        Activation.Arctan => 1 / (1 + (x * x)),
        Activation.ParametricReLU => x > 0 ? 1 : slope ?? 0.25,
        Activation.HardTanh => Math.Abs(x) < 1 ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

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
