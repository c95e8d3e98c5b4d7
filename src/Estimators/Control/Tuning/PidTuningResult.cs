namespace DeepML;

/// <summary>A controller, and what it does with each of the processes it was tuned for.</summary>
/// <param name="Rule">Where its numbers come from.</param>
/// <param name="Settings">Its numbers.</param>
/// <param name="SetPoint">The response to a step of the set point: the worst of all processes in each number.</param>
/// <param name="Load">
/// The response to a step of load at the input of the process, of the set point's step over the gain; the worst of all.
/// </param>
/// <param name="Margins">The worst margins of all; for a process without an equation those of the one that describes it.</param>
/// <param name="SetPointResponses">Per process, in the order given.</param>
/// <param name="LoadResponses">Per process, in the order given.</param>
/// <param name="IsWithinLimits">Whether it keeps the limits of overshoot and M_s with all processes, and every loop is stable.</param>
public sealed record PidTuningResult(
    PidRule Rule, PidSettings Settings, LoopQuality SetPoint, LoopQuality Load, LoopMargins Margins,
    IReadOnlyList<ControlResponse> SetPointResponses, IReadOnlyList<ControlResponse> LoadResponses, bool IsWithinLimits);
