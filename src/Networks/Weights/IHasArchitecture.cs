namespace DeepML.Networks;

/// <summary>
/// A network that tells the record it was built from: two with equal records and names of weights are the same function of their
/// weights.
/// </summary>
internal interface IHasArchitecture
{
    /// <summary>The record.</summary>
    object Architecture { get; }
}
