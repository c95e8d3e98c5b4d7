namespace DeepML;

/// <summary>A simple method's result beside the network's, on the same rows and by the same measure (lower is better).</summary>
/// <param name="Name">The method, for example "PCA with 8 components".</param>
/// <param name="Measure">What is measured, for example "mean squared error".</param>
/// <param name="Value">The simple method's result.</param>
/// <param name="NetworkValue">The network's result.</param>
public sealed record Baseline(string Name, string Measure, double Value, double NetworkValue)
{
    /// <summary>
    /// Whether the network's number is the lower one: on these rows, and without a word on chance, which
    /// <see cref="TrainingHistory.Comparisons"/> tell of.
    /// </summary>
    public bool IsBeaten => NetworkValue < Value;

    /// <summary>Both numbers side by side, without a verdict: "mean squared error 0.12 against 0.15 of PCA with 8 components".</summary>
    public override string ToString() => FormattableString.Invariant($"{Measure} {NetworkValue:G4} against {Value:G4} of {Name}");
}
