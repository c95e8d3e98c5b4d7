namespace DeepML.Networks;

/// <summary>On which scale a column is measured before it is centred.</summary>
internal enum ScalingCurve
{
    /// <summary>As it is.</summary>
    Straight,

    /// <summary>Its natural logarithm: positive numbers over many magnitudes.</summary>
    Logarithm,

    /// <summary>Centred and scaled, then the inverse hyperbolic sine: straight near the centre, logarithmic far from it.</summary>
    InverseHyperbolicSine,
}
