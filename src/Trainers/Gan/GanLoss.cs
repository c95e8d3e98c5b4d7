namespace DeepML;

/// <summary>What the two players of a generative adversarial network play for; D is the decision as a logit, σ the sigmoid.</summary>
public enum GanLoss
{
    /// <summary>
    /// The discriminator as in <see cref="Minimax"/>, the generator maximizes log σ(D(G(z))): its slope does not vanish while
    /// the discriminator wins (Goodfellow et al., arXiv:1406.2661, section 3).
    /// </summary>
    ModifiedMinimax,

    /// <summary>min over G, max over D of E[log σ(D(x))] + E[log(1 - σ(D(G(z))))]: Goodfellow et al., arXiv:1406.2661, eq. 1.</summary>
    Minimax,

    /// <summary>Decisions are pulled to 1 for real and 0 for generated rows by their squared distance: Mao et al., arXiv:1611.04076.</summary>
    LeastSquares,

    /// <summary>The difference of mean decisions, with every weight of the critic cut off at a limit: Arjovsky et al., arXiv:1701.07875.</summary>
    Wasserstein,

    /// <summary>
    /// The difference of mean decisions, with a penalty on slopes of the critic that differ from 1; the critic has layer
    /// normalization: Gulrajani et al., arXiv:1704.00028.
    /// </summary>
    WassersteinGradientPenalty,
}
