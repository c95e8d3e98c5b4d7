using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>
/// A layer of a convolutional network. A list of these makes a network; the layer that gives the answer is added to its end.
/// </summary>
public abstract record ConvolutionalLayer
{
    private protected ConvolutionalLayer()
    {
    }

    /// <summary>Name of the layer: features are asked for by it, and weights are stored under it.</summary>
    /// <value>Null (the default) names it by kind and number: "convolution1", "dense2". Dots make groups, as in PyTorch.</value>
    public string? Name { get; init; }

    /// <summary>The word for this kind of layer in names, errors and summaries.</summary>
    internal abstract string Kind { get; }

    /// <summary>What it does, for summaries: sizes and strides.</summary>
    internal virtual string Details => "";

    /// <summary>Whether the layer begins a new block: freezing counts blocks.</summary>
    internal virtual bool BeginsBlock => false;

    /// <summary>Whether it reads rows of numbers: a picture is flattened for it, plane by plane.</summary>
    internal virtual bool ReadsFlat => false;

    /// <summary>Says what is wrong with the layer's own numbers.</summary>
    internal virtual void Validate(PartFaults faults)
    {
    }

    /// <summary>Shape of its output.</summary>
    /// <exception cref="LayerSizeException">The input does not fit.</exception>
    internal abstract LayerShape OutputOf(LayerShape input);

    /// <summary>Number of trained weights.</summary>
    internal virtual long ParametersFor(LayerShape input) => 0;

    /// <summary>The torch module, with fresh weights.</summary>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="build">What else it needs to know.</param>
    internal abstract Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build);
}
