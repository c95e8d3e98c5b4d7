namespace DeepML.Onnx;

/// <summary>Sequences within a graph.</summary>
/// <param name="Steps">(batch, time, numbers).</param>
/// <param name="Lengths">(batch), int64, at least 1; null where all are as long as the time.</param>
/// <param name="Mask">(batch, time), yes or no: which steps are read, at least the first; null where all are.</param>
/// <param name="Own">(batch, time), yes or no: which steps are within their sequence, of an empty one none; null where all are.</param>
internal sealed record OnnxSequence(string Steps, string? Lengths = null, string? Mask = null, string? Own = null);
