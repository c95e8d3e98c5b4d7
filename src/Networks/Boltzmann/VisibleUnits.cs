namespace DeepML;

/// <summary>What the visible units of a restricted Boltzmann machine hold.</summary>
public enum VisibleUnits
{
    /// <summary>Bits, or probabilities of bits: numbers in [0, 1].</summary>
    Bernoulli,

    /// <summary>
    /// Any numbers; they are standardized with the training rows' means and deviations and then have unit variance given the hidden
    /// units.
    /// </summary>
    Gaussian,
}
