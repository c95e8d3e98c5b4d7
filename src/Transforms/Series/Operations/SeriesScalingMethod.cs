namespace DeepML;

/// <summary>How the numbers of a series are scaled: (x − centre) / width.</summary>
public enum SeriesScalingMethod
{
    /// <summary>The smallest becomes 0, the largest 1.</summary>
    MinMax,

    /// <summary>Mean 0 and standard deviation 1.</summary>
    Standard,

    /// <summary>Median 0 and a distance of 1 between the quartiles: what lies far out changes little.</summary>
    Robust,
}
