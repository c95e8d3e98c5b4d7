namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="RecurrentStack"/>.</summary>
/// <param name="Cell">What each layer computes.</param>
/// <param name="InputSize">Numbers per step.</param>
/// <param name="HiddenSize">Units per layer and direction.</param>
/// <param name="Layers">Layers on top of each other.</param>
/// <param name="Bidirectional">Whether every layer also reads backwards; the answers of both are put side by side.</param>
/// <param name="Dropout">Share of the numbers between layers that is left out in training.</param>
internal sealed record RecurrentStackArchitecture(RecurrentCell Cell, int InputSize, int HiddenSize, int Layers, bool Bidirectional, double Dropout)
{
    /// <summary>Numbers per step that the stack answers with.</summary>
    public int OutputSize => Bidirectional ? 2 * HiddenSize : HiddenSize;
}
