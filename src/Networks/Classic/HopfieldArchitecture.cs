namespace DeepML.Networks;

/// <summary>What rebuilds a <see cref="HopfieldNetwork"/>.</summary>
/// <param name="Units">Bits of a pattern.</param>
/// <param name="OneByOne">Whether a unit sees what the units before it have become in the same sweep.</param>
/// <param name="MaximumSweeps">Sweeps over all units after which a state is taken as it is.</param>
internal sealed record HopfieldArchitecture(int Units, bool OneByOne, int MaximumSweeps);
