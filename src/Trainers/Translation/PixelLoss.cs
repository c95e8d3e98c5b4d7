namespace DeepML;

/// <summary>How the difference of a pixel to what it should be counts, as a mean over pixels.</summary>
public enum PixelLoss
{
    /// <summary>By its size: the sharpest pictures of the three, whose pixels are medians of what is possible.</summary>
    Absolute,

    /// <summary>By its square: the highest signal-to-noise, whose pixels are means of what is possible.</summary>
    Squared,

    /// <summary>√(difference² + 0.001²), the absolute one with a smooth bottom (Charbonnier et al., ICIP 1994).</summary>
    Charbonnier,
}
