namespace DeepML;

/// <summary>In what the energy of a band is given.</summary>
public enum SpectrumScale
{
    /// <summary>The energy itself.</summary>
    Power,

    /// <summary>Its natural logarithm.</summary>
    Logarithm,

    /// <summary>Decibels: ten times its logarithm to the base 10, 0 at an energy of 1.</summary>
    Decibel,
}
