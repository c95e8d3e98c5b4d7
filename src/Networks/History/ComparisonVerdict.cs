namespace DeepML;

/// <summary>What held-out rows say of a network beside a simple method.</summary>
public enum ComparisonVerdict
{
    /// <summary>The difference is less than two of its standard errors: it may be chance.</summary>
    NoDifference,

    /// <summary>The network is better.</summary>
    Better,

    /// <summary>The network is worse.</summary>
    Worse,
}
