namespace DeepML;

/// <summary>What the hidden units of a restricted Boltzmann machine hold.</summary>
public enum HiddenUnits
{
    /// <summary>Bits: on with probability σ(b + Σ w·v).</summary>
    Bernoulli,

    /// <summary>
    /// max(0, x + noise) with x = b + Σ w·v and normal noise of variance σ(x) (Nair and Hinton, ICML 2010); they need a learning rate
    /// about ten times smaller than bits.
    /// </summary>
    NoisyReLU,
}
