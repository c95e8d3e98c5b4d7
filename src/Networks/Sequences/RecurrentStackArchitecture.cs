namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="RecurrentStack"/>.</summary>
/// <param name="Encoder">What each layer computes, and how many there are.</param>
/// <param name="InputSize">Numbers per step.</param>
/// <param name="Bidirectional">Whether every layer also reads backwards; the answers of both are put side by side.</param>
internal sealed record RecurrentStackArchitecture(SequenceEncoder Encoder, int InputSize, bool Bidirectional = false)
{
    /// <summary>Units per layer and direction.</summary>
    public int HiddenSize => Encoder.HiddenSize;

    /// <summary>Numbers per step that the stack answers with.</summary>
    public int OutputSize => Bidirectional ? 2 * HiddenSize : HiddenSize;
}
