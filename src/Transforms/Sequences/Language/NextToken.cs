namespace DeepML;

/// <summary>A token that may follow.</summary>
/// <param name="Key">Its key, from 1; 0 for the end of the sequence.</param>
/// <param name="Probability">How likely it is to follow, in (0, 1).</param>
public readonly record struct NextToken(uint Key, double Probability);
