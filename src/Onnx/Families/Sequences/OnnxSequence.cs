namespace DeepML.Onnx;

/// <summary>Sequences within a graph.</summary>
/// <param name="Steps">(batch, time, numbers).</param>
/// <param name="Lengths">(batch), int64, at least 1; null where all are as long as the time.</param>
/// <param name="Mask">(batch, time), yes or no: which steps are within their sequence; null where all are.</param>
internal sealed record OnnxSequence(string Steps, string? Lengths, string? Mask);
