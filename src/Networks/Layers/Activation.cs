namespace DeepML;

/// <summary>The function a layer applies to its weighted sums.</summary>
public enum Activation
{
    /// <summary>f(x) = x: a linear layer.</summary>
    Identity,

    /// <summary>f(x) = 1 / (1 + e⁻ˢˣ), in (0, 1); the slope s is 1 unless an option says otherwise.</summary>
    Sigmoid,

    /// <summary>f(x) = tanh x, in (-1, 1).</summary>
    Tanh,

    /// <summary>f(x) = max(0, x): Nair and Hinton, ICML 2010.</summary>
    ReLU,

    /// <summary>f(x) = x for x &gt; 0, else s·x; the slope s is 0.01 unless an option says otherwise: Maas et al., ICML 2013.</summary>
    LeakyReLU,

    /// <summary>f(x) = x for x &gt; 0, else s·(eˣ - 1); s is 1 unless an option says otherwise: Clevert et al., arXiv:1511.07289.</summary>
    ELU,

    /// <summary>f(x) = x·Φ(x), Φ the normal distribution function: Hendrycks and Gimpel, arXiv:1606.08415.</summary>
    GELU,

    /// <summary>f(x) = ln(1 + eˣ).</summary>
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
    /// f(x) = 1 for x &gt; 0, else 0, when scoring only: a step has no slope to learn from, so in training a sigmoid (with the
    /// slope of an option, 1 by default; steeper is closer to the step) takes its place.
    /// </summary>
    BinaryStep,
}
