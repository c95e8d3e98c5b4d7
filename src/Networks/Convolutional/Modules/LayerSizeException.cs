namespace DeepML.Networks;

/// <summary>A layer's input does not fit; whoever knows the layer's name completes the message.</summary>
internal sealed class LayerSizeException(string message) : Exception(message);
