using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Activations = DeepML.Networks.Activations;

namespace DeepML;

/// <summary>
/// Shrinks a picture as LeNet-5 does: f(c·mean + b) for each window, c and b trained per map, windows beside each other (LeCun et al.,
/// Proc. IEEE 86, 1998).
/// </summary>
/// <param name="Size">Side of the window in pixels; at least 1.</param>
[SavedAs("subsampling")]
public sealed record SubsamplingLayer(int Size = 2) : ConvolutionalLayer
{
    /// <summary>The function f.</summary>
    /// <value>The default is <see cref="Activation.Sigmoid"/>.</value>
    public Activation Function { get; init; } = Activation.Sigmoid;

    /// <inheritdoc/>
    internal override string Kind => "subsampling";

    /// <inheritdoc/>
    internal override string Details => $"{Function} of the trained average of {Size}x{Size}";

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        faults.AtLeast(Size, 1, nameof(Size));
        faults.Defined(Function, nameof(Function));
        if (Function == Activation.ParametricReLU)
            faults.Add(nameof(Function), Function, "a function without a weight of its own");
    }

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input)
    {
        input.MustBePicture();
        var window = new Window(Size, Size, 0, 1);
        return new LayerShape(input.Channels, window.OutputSize(input.Height), window.OutputSize(input.Width));
    }

    /// <inheritdoc/>
    internal override long ParametersFor(LayerShape input) => 2L * input.Channels;

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build) =>
        new Subsampling(input.Channels, Size, Activations.Create(Function));
}
