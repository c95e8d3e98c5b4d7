using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>A network that makes pictures of pictures: <see cref="UNetGenerator"/> or <see cref="ResidualGenerator"/>.</summary>
public abstract record ImageGenerator
{
    /// <summary>Most halvings of the sides: pictures of 65,536 pixels a side shrink to one.</summary>
    private protected const int MostHalvings = 16;

    private protected ImageGenerator()
    {
    }

    /// <summary>Both sides of what it reads must be multiples of this.</summary>
    internal abstract int Multiple { get; }

    /// <summary>Whether it makes pictures larger itself; else they are made larger first.</summary>
    internal abstract bool Enlarges { get; }

    /// <summary>Whether a pixel depends on pixels at any distance.</summary>
    internal abstract bool SeesWholePicture { get; }

    /// <summary>
    /// Pixels beyond which nothing reaches a pixel, unless it sees the whole picture; a few more are said than there may be.
    /// </summary>
    internal abstract int Reach { get; }

    /// <summary>Says what is wrong with its own numbers.</summary>
    internal abstract void Validate(PartFaults faults);

    /// <summary>Multiplications for each pixel that is read.</summary>
    /// <param name="from">Channels that are read.</param>
    /// <param name="to">Channels of the answer.</param>
    /// <param name="scale">How many times larger the sides of the answer are.</param>
    internal abstract double WorkPerPixel(int from, int to, int scale);

    /// <summary>The torch module, with fresh weights; its last layer answers 0 to everything.</summary>
    /// <inheritdoc cref="WorkPerPixel" path="/param"/>
    /// <returns>(batch, from, height, width) → (batch, to, height · scale, width · scale).</returns>
    internal abstract Module<Tensor, Tensor> Create(int from, int to, int scale);
}
