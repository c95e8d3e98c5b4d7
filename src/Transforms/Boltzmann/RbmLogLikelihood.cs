namespace DeepML;

/// <summary>The log-likelihood of rows under a restricted Boltzmann machine, as annealed importance sampling estimates it.</summary>
/// <param name="Mean">Mean of ln p(v) over the rows, in nats.</param>
/// <param name="LogPartition">ln Z, in nats; it is estimated, and too few temperatures make it too small.</param>
/// <param name="StandardError">Standard error of ln Z as far as the chains show it, in nats.</param>
/// <param name="EffectiveSampleSize">How many chains' worth of independent answers there are, from 1 to <paramref name="Chains"/>; a
/// few say: take more temperatures.</param>
/// <param name="Chains">Chains that were run.</param>
/// <param name="Temperatures">Temperatures that each went through.</param>
public sealed record RbmLogLikelihood(
    double Mean, double LogPartition, double StandardError, double EffectiveSampleSize, int Chains, int Temperatures);
