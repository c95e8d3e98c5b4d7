namespace DeepML.Networks;

/// <summary>What rebuilds a <see cref="HammingNetwork"/>.</summary>
/// <param name="Inputs">Numbers of a row.</param>
/// <param name="Prototypes">Rows that are stored.</param>
/// <param name="Classes">Classes that they belong to.</param>
/// <param name="Inhibition">ε, what each prototype takes off each other one.</param>
/// <param name="MaximumSteps">Steps of competition after which it is taken as it stands.</param>
internal sealed record HammingArchitecture(int Inputs, int Prototypes, int Classes, double Inhibition, int MaximumSteps);
