namespace DeepML;

/// <summary>What a pooling layer takes of each window.</summary>
public enum PoolingKind
{
    /// <summary>The largest number.</summary>
    Maximum,

    /// <summary>The mean.</summary>
    Average,

    /// <summary>The mean of each whole channel: the output is 1×1 (Lin et al., arXiv:1312.4400).</summary>
    GlobalAverage,

    /// <summary>The largest number of each whole channel: the output is 1×1.</summary>
    GlobalMaximum,

    /// <summary>The means of as many windows as give an output of the wanted size, whatever the size of the input.</summary>
    AdaptiveAverage,
}
