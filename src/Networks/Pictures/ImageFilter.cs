using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A classic operation on a picture, without anything learned. Pixels are numbers, 0 being black and 1 white; a list of these makes one
/// picture of another.
/// </summary>
public abstract record ImageFilter
{
    private protected ImageFilter()
    {
    }

    /// <summary>Says what is wrong with the filter's own numbers.</summary>
    internal virtual void Validate(PartFaults faults)
    {
    }

    /// <summary>Shape of what comes out.</summary>
    /// <exception cref="LayerSizeException">The picture does not fit.</exception>
    internal virtual LayerShape OutputOf(LayerShape input) => input;

    /// <summary>Filters pictures. Called inside a dispose scope.</summary>
    /// <param name="pictures">(batch, channels, height, width), float32; left as it is.</param>
    /// <returns>(batch, channels, height, width) of <see cref="OutputOf"/>.</returns>
    internal abstract Tensor Apply(Tensor pictures);
}
