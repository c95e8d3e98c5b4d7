using static TorchSharp.torch;

namespace DeepML;

/// <summary>Layers that carry a state of one size from step to step, and can go on from it.</summary>
public abstract record RecurrentEncoder : SequenceEncoder
{
    private protected RecurrentEncoder()
    {
    }

    internal override bool CarriesState => true;

    internal override bool StacksItself => HiddenNoise == 0; // torch has no noise between layers

    internal override RecurrentEncoder Decoder => this;

    /// <summary>The state of one layer whose last answer was given.</summary>
    /// <param name="answer">(batch, hidden).</param>
    /// <returns>As the layer's <see cref="Networks.SequenceLayer.Run"/> takes it.</returns>
    internal virtual Tensor[] StateAt(Tensor answer) => [answer.unsqueeze(0)]; // (1, batch, hidden)

    /// <summary>Dropout within a layer that holds several: torch's own warn of one that lies between none.</summary>
    private protected double DropoutWithin(int layers) => layers > 1 ? Dropout : 0;
}
