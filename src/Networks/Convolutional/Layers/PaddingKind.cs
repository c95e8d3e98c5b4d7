namespace DeepML;

/// <summary>What surrounds a picture, and how much of it.</summary>
public enum PaddingKind
{
    /// <summary>A given number on each side.</summary>
    Fixed,

    /// <summary>As many as keep the size, divided by the stride.</summary>
    Same,

    /// <summary>As many as keep the size, all above and to the left.</summary>
    Causal,

    /// <summary>As many pixels as keep the size, divided by the stride: not zeros, but those of the opposite side.</summary>
    Circular,
}
