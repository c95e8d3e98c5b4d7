using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>What players of growing pictures do with pictures and channels. All is called inside a dispose scope.</summary>
internal static class GrowingPictures
{
    /// <summary>Slope of rectifiers below zero, as in Karras et al., arXiv:1710.10196.</summary>
    public const double Slope = 0.2;

    /// <summary>Channels of the layers that lie some halvings from full size.</summary>
    public static int ChannelsAt(this PictureShape picture, int halvings) => checked(picture.Filters * (1 << halvings));

    /// <summary>Pictures of twice the sides: every pixel becomes four.</summary>
    public static Tensor Doubled(Tensor pictures) => Enlarged(pictures, 2);

    /// <summary>Pictures of half the sides: the mean of every four pixels.</summary>
    public static Tensor Halved(Tensor pictures) => ImageResampling.Smaller(pictures, 2);

    /// <summary>Pictures of some times the sides: every pixel becomes a square.</summary>
    public static Tensor Enlarged(Tensor pictures, int factor) => factor == 1
        ? pictures
        : functional.interpolate(pictures, [pictures.size(2) * factor, pictures.size(3) * factor], mode: InterpolationMode.Nearest);

    /// <summary>What is left of pictures once their halves are taken away; the mean of every four pixels is 0.</summary>
    public static Tensor Band(Tensor pictures) => pictures - Doubled(Halved(pictures));

    /// <summary>From one tensor to another.</summary>
    /// <param name="from">At 0.</param>
    /// <param name="to">At 1.</param>
    /// <param name="share">In [0, 1].</param>
    public static Tensor Faded(Tensor from, Tensor to, double share) => from.Times(1 - share).Plus(to, share);

    /// <summary>
    /// Channels brought to a mean square of 1 at each place: b = a / √(mean a² + ε), Karras et al., arXiv:1710.10196, section 4.2.
    /// </summary>
    /// <param name="channels">(batch, channels), or (batch, channels, height, width).</param>
    public static Tensor Normalized(Tensor channels) => channels * channels.Squared().mean([1L], keepdim: true).Plus(1e-8).rsqrt();

    /// <summary>Real rows with no more detail than generated ones have at the time; the next size fades in with theirs.</summary>
    /// <param name="rows">(batch, row).</param>
    /// <param name="picture">Their shape at full size.</param>
    /// <param name="growth">How far pictures have grown.</param>
    /// <returns>(batch, row).</returns>
    public static Tensor AtGrowth(Tensor rows, PictureShape picture, Growth growth)
    {
        if (growth.Doublings == picture.Halvings)
            return rows;
        using var scope = NewDisposeScope();
        var size = 1 << (picture.Halvings - growth.Visible);
        var small = ImageResampling.Smaller(rows.reshape(-1, picture.Channels, picture.Height, picture.Width), size);
        if (growth.Share > 0)
            small = Faded(Doubled(Halved(small)), small, growth.Share);
        return Enlarged(small, size).reshape(rows.shape).MoveToOuterDisposeScope();
    }
}
