namespace DeepML.Networks;

/// <summary>What a network does with its inputs before its first layer.</summary>
internal enum ScalingForm
{
    /// <summary>It reads them as they are.</summary>
    None,

    /// <summary>It centres and scales each number.</summary>
    Linear,

    /// <summary>It does that too, of some columns on a logarithmic scale or bent.</summary>
    Curved,
}
