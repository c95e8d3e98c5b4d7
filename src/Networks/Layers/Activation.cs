namespace DeepML;

/// <summary>The function a layer applies to its weighted sums.</summary>
public enum Activation
{
    /// <summary>f(x) = x: a linear layer.</summary>
    Identity,

    /// <summary>f(x) = 1 / (1 + e⁻ˢˣ), in (0, 1); the slope s is 1 unless an option says otherwise.</summary>
    Sigmoid,

    /// <summary>
    /// f(x) = tanh(s·x / 2) = 2 / (1 + e⁻ˢˣ) - 1, in (-1, 1), the bipolar logistic; the slope s is 2, which is tanh x, unless an option
    /// says otherwise.
    /// </summary>
    Tanh,

    /// <summary>f(x) = max(0, x): Nair and Hinton, ICML 2010.</summary>
    ReLU,

    /// <summary>f(x) = x for x &gt; 0, else s·x; the slope s is 0.01 unless an option says otherwise: Maas et al., ICML 2013.</summary>
    LeakyReLU,

    /// <summary>f(x) = x for x &gt; 0, else s·(eˣ - 1); s is 1 unless an option says otherwise: Clevert et al., arXiv:1511.07289.</summary>
    ELU,

    /// <summary>f(x) = x·Φ(x), Φ the normal distribution function: Hendrycks and Gimpel, arXiv:1606.08415.</summary>
    GELU,

    /// <summary>f(x) = ln(1 + eˢˣ) / s; the slope s is 1 unless an option says otherwise, and the larger, the closer to ReLU.</summary>
    Softplus,

    /// <summary>f(x) = arctan x, in (-π/2, π/2).</summary>
    Arctan,

    /// <summary>
    /// f(x) = x for x &gt; 0, else a·x with a learned per layer, from 0.25 unless an option says otherwise: He et al.,
    /// arXiv:1502.01852.
    /// </summary>
    ParametricReLU,

    /// <summary>f(x) = x cut off at -1 and 1.</summary>
    HardTanh,

    /// <summary>
    /// f(x) = 1 for x ≥ 0, else 0, when scoring only: a step has no slope to learn from, so in training a sigmoid (with the
    /// slope of an option, 1 by default; steeper is closer to the step) takes its place.
    /// </summary>
    BinaryStep,

    /// <summary>
    /// The step of Heaviside, f(x) = 1 for x &gt; 0, ½ at 0, 0 below; in training the sigmoid of <see cref="BinaryStep"/>.
    /// </summary>
    Heaviside,

    /// <summary>
    /// f(x) = 1 for x &gt; 0, 0 at 0, -1 below, when scoring; in training tanh(s·x / 2) with the slope s of an option, 1 by default,
    /// takes its place.
    /// </summary>
    Sign,

    /// <summary>f(x) = 1 for x ≥ 0, else -1, when scoring; in training what stands in for <see cref="Sign"/>.</summary>
    BipolarStep,

    /// <summary>f(x) = x + ½ cut off at 0 and 1.</summary>
    PiecewiseLinear,

    /// <summary>f(x) = x cut off at 0 and 1.</summary>
    Ramp,

    /// <summary>f(x) = x / √(1 + x²), in (-1, 1); f' = (1 + x²)^(-3/2).</summary>
    AlgebraicSigmoid,

    /// <summary>f(x) = 1.7159·tanh(⅔x), for which f(±1) = ±1: LeCun et al., Proc. IEEE 86 (1998), appendix A.</summary>
    ScaledTanh,
}
