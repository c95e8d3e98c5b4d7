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

    /// <summary>
    /// How often each word of a text occurs: numbers of at least 0. The row is drawn word by word from one softmax over all columns, and
    /// hidden biases count once for each word, so that texts of any length are read (replicated softmax: Salakhutdinov and Hinton, NIPS
    /// 2009). Hidden units then are topics.
    /// </summary>
    Counts,
}
