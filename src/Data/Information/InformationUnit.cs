namespace DeepML;

/// <summary>In what information is counted: by the base of the logarithm.</summary>
public enum InformationUnit
{
    /// <summary>Base 2: a fair coin has one.</summary>
    Bits,

    /// <summary>Base e.</summary>
    Nats,

    /// <summary>Base 10.</summary>
    Hartleys,
}
