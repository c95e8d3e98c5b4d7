using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Makes sides a whole number of times larger.</summary>
internal sealed class Enlargement : Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv")] private readonly Module<Tensor, Tensor> conv;

    /// <param name="from">Channels that are read.</param>
    /// <param name="to">Channels of the answer.</param>
    /// <param name="factor">How many times larger; at least 2.</param>
    /// <param name="method">By what.</param>
    public Enlargement(int from, int to, int factor, ImageUpsampling method) : base("Enlargement")
    {
        if (method == ImageUpsampling.SubPixel)
        {
            conv = Convolutions.Plain(from, checked(to * factor * factor), 3, bias: true);
            Shuffled = factor;
        }
        else
        {
            // kernel - factor is even and split among both sides, so that sides become factor times as long
            var kernel = (2 * factor) - (factor % 2);
            WeightRoom.Take(from, to, kernel, kernel);
            conv = NarrowingConvolution.Of(ConvTranspose2d(from, to, kernel, stride: factor, padding: (kernel - factor) / 2));
        }
        RegisterComponents();
    }

    /// <summary>How many times larger the grid is into which channels are put; 0 for a transposed convolution.</summary>
    public int Shuffled { get; }

    /// <summary>The larger picture.</summary>
    /// <param name="input">(batch, from, height, width).</param>
    /// <returns>(batch, to, height · factor, width · factor).</returns>
    public override Tensor forward(Tensor input)
    {
        if (Shuffled == 0)
            return conv.call(input);
        using var fine = conv.call(input); // (batch, to · factor², height, width)
        return functional.pixel_shuffle(fine, Shuffled);
    }
}
