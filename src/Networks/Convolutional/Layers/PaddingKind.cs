namespace DeepML;

/// <summary>How many zeros surround a picture.</summary>
public enum PaddingKind
{
    /// <summary>A given number on each side.</summary>
    Fixed,

    /// <summary>As many as keep the size, divided by the stride.</summary>
    Same,

    /// <summary>As many as keep the size, all above and to the left.</summary>
    Causal,
}
