namespace DeepML;

/// <summary>How well a loop follows its set point, or keeps to it under load; e is set point less measured value.</summary>
/// <param name="Itae">∫ t |e| dt.</param>
/// <param name="Iae">∫ |e| dt.</param>
/// <param name="Ise">∫ e² dt.</param>
/// <param name="Overshoot">
/// Largest way beyond the set point, over the step that was made; of load: to the other side, over what the load does without a controller.
/// </param>
/// <param name="LargestError">Largest |e|.</param>
/// <param name="SettlingTime">
/// Time after which |e| stays within 2 % of the step (of load: of the largest |e|); infinite if it never does.
/// </param>
/// <param name="OutputVariation">∑ |u_k - u_(k-1)|: how much the actuator moves.</param>
public sealed record LoopQuality(
    double Itae, double Iae, double Ise, double Overshoot, double LargestError, double SettlingTime, double OutputVariation)
{
    internal static LoopQuality Unbounded { get; } = new(
        double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity,
        double.PositiveInfinity, double.PositiveInfinity);

    internal static LoopQuality Worst(IReadOnlyList<LoopQuality> all) => new(
        all.Max(q => q.Itae), all.Max(q => q.Iae), all.Max(q => q.Ise), all.Max(q => q.Overshoot), all.Max(q => q.LargestError),
        all.Max(q => q.SettlingTime), all.Max(q => q.OutputVariation));
}
