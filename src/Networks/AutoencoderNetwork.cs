using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The sizes and functions that rebuild an <see cref="AutoencoderNetwork"/>.</summary>
/// <param name="InputSize">Numbers per row.</param>
/// <param name="HiddenSizes">Widths of the encoder's hidden layers; the decoder mirrors them.</param>
/// <param name="CodeSize">Width of the code.</param>
/// <param name="HiddenActivation">Function of the hidden layers.</param>
/// <param name="CodeActivation">Function of the code layer.</param>
/// <param name="OutputActivation">Function of the reconstruction.</param>
internal sealed record AutoencoderArchitecture(
    int InputSize, int[] HiddenSizes, int CodeSize, Activation HiddenActivation, Activation CodeActivation, Activation OutputActivation);

/// <summary>Copies its input through a code: h = f(x), r = g(h) (Hinton and Salakhutdinov, Science 313, 2006).</summary>
internal sealed class AutoencoderNetwork : Module<Tensor, Tensor>
{
    private readonly Sequential encoder;
    private readonly Sequential decoder;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public AutoencoderNetwork(AutoencoderArchitecture architecture) : base("Autoencoder")
    {
        int[] down = [architecture.InputSize, .. architecture.HiddenSizes, architecture.CodeSize];
        encoder = DenseStack.Create(down, architecture.HiddenActivation, architecture.CodeActivation);
        decoder = DenseStack.Create(down.Reverse().ToArray(), architecture.HiddenActivation, architecture.OutputActivation);
        RegisterComponents();
    }

    /// <summary>The code of each row.</summary>
    /// <param name="input">(batch, input).</param>
    /// <returns>(batch, code).</returns>
    public Tensor Encode(Tensor input) => encoder.call(input);

    /// <summary>The reconstruction that belongs to each code.</summary>
    /// <param name="code">(batch, code).</param>
    /// <returns>(batch, input).</returns>
    public Tensor Decode(Tensor code) => decoder.call(code);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var code = Encode(input); // (batch, code)
        return Decode(code); // (batch, input)
    }
}
