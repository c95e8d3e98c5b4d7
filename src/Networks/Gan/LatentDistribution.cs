namespace DeepML;

/// <summary>How the noise that a generator makes rows from is distributed; every number is drawn by itself.</summary>
public enum LatentDistribution
{
    /// <summary>Normal, of mean 0 and deviation 1.</summary>
    Normal,

    /// <summary>Uniform in [-1, 1), as in the first generative adversarial networks: Goodfellow et al., arXiv:1406.2661.</summary>
    Uniform,
}
