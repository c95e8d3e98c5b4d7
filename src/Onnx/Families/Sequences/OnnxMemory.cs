namespace DeepML.Onnx;

/// <summary>What the layers of a transformer that writes look at of what was read.</summary>
/// <param name="Layers">Keys and values of each layer, (batch, heads, time, width / heads).</param>
/// <param name="Mask">(batch, 1, 1, time), yes or no: what may be looked at; null for all.</param>
internal sealed record OnnxMemory((string Keys, string Values)[] Layers, string? Mask);
