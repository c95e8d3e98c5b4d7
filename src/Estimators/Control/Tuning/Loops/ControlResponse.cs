namespace DeepML;

/// <summary>A simulated loop, sample by sample.</summary>
/// <param name="Times">From 0 on.</param>
/// <param name="SetPoints">The set point.</param>
/// <param name="Measured">The measured value.</param>
/// <param name="Outputs">The controller output, each held until the next time.</param>
/// <param name="Quality">What people look at.</param>
public sealed record ControlResponse(
    IReadOnlyList<double> Times, IReadOnlyList<double> SetPoints, IReadOnlyList<double> Measured, IReadOnlyList<double> Outputs,
    LoopQuality Quality);
