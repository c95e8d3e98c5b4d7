namespace DeepML;

/// <summary>The function a layer applies to its weighted sums.</summary>
public enum Activation
{
    /// <summary>f(x) = x: a linear layer.</summary>
    Identity,

    /// <summary>f(x) = 1 / (1 + e⁻ˣ), in (0, 1).</summary>
    Sigmoid,

    /// <summary>f(x) = tanh x, in (-1, 1).</summary>
    Tanh,

    /// <summary>f(x) = max(0, x): Nair and Hinton, ICML 2010.</summary>
    ReLU,

    /// <summary>f(x) = x for x &gt; 0, else 0.01·x.</summary>
    LeakyReLU,

    /// <summary>f(x) = x for x &gt; 0, else eˣ - 1: Clevert et al., arXiv:1511.07289.</summary>
    ELU,

    /// <summary>f(x) = x·Φ(x), Φ the normal distribution function: Hendrycks and Gimpel, arXiv:1606.08415.</summary>
    GELU,

    /// <summary>f(x) = ln(1 + eˣ).</summary>
    Softplus,
}
