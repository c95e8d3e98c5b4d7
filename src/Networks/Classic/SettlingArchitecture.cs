namespace DeepML.Networks;

/// <summary>What rebuilds a <see cref="SettlingNetwork"/>.</summary>
/// <param name="Units">Units, each of which sees all.</param>
/// <param name="Function">What is applied to the weighted sums.</param>
/// <param name="MaximumSteps">Steps after which a state is taken as it is.</param>
/// <param name="Tolerance">Largest change of a unit that counts as none.</param>
internal sealed record SettlingArchitecture(int Units, Activation Function, int MaximumSteps, double Tolerance);
