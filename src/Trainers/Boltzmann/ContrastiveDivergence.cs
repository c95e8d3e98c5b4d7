namespace DeepML.Trainers;

/// <summary>How <see cref="ContrastiveDivergenceStep"/> learns.</summary>
/// <param name="GibbsSteps">Full steps of Gibbs sampling per batch.</param>
/// <param name="Persistent">Whether the samples' chains go on from batch to batch, instead of starting at the data.</param>
/// <param name="Chains">Number of such chains.</param>
/// <param name="SparsityTarget">Wanted mean of each hidden unit; null for none.</param>
/// <param name="SparsityWeight">Weight of the distance from it.</param>
/// <param name="Centred">
/// Whether the gradient of the weights is that of units less their means (Melchior et al., JMLR 17, 2016): for machines whose visible
/// units all say much the same, where the part that all weights have in common would move first and silence the hidden units.
/// </param>
internal sealed record ContrastiveDivergence(
    int GibbsSteps, bool Persistent = false, int Chains = 0, double? SparsityTarget = null, double SparsityWeight = 0,
    bool Centred = false);
