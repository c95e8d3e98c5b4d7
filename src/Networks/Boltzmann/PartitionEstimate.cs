namespace DeepML.Networks;

/// <summary>What annealed importance sampling says about a partition function.</summary>
/// <param name="LogPartition">ln Z, in nats.</param>
/// <param name="StandardError">Its standard error as far as the chains show it, in nats.</param>
/// <param name="EffectiveSampleSize">(Σw)² / Σw² over the chains' weights: near their number if all tell the same.</param>
internal sealed record PartitionEstimate(double LogPartition, double StandardError, double EffectiveSampleSize);
