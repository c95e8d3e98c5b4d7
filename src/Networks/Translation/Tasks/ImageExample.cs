using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Pictures to learn from.</summary>
/// <param name="Inputs">What is given: pictures (batch, channels, height, width), and with masks (batch, 1, height, width).</param>
/// <param name="Target">What should come out of them, (batch, channels, height, width).</param>
internal sealed record ImageExample(Tensor[] Inputs, Tensor Target)
{
    /// <summary>How much each pixel counts in the loss, (batch, 1, height, width); null for all alike.</summary>
    public Tensor? Weights { get; init; }

    /// <summary>Pixels on which the result is measured, 1 or 0, (batch, 1, height, width); null for all.</summary>
    public Tensor? Measured { get; init; }
}
