namespace DeepML.Networks;

/// <summary>The sizes that rebuild <see cref="NeighbourDistances"/>.</summary>
/// <param name="Rows">Rows that are known; at least 3.</param>
/// <param name="Decorrelates">Whether distances are also measured with correlations taken out.</param>
internal sealed record NeighbourArchitecture(int Rows, bool Decorrelates);
