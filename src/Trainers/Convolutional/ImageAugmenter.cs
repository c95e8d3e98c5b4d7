using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Changes a batch of pictures at random, all of them at once; draws from torch's default generator.</summary>
/// <param name="options">What is changed, and how much.</param>
internal sealed class ImageAugmenter(PictureAugmentation options)
{
    private const double SmallestErasedArea = 0.02;
    private static readonly double LargestErasedRatio = Math.Log(1 / 0.3); // as in the paper

    private readonly bool _warps = options is { CropPadding: > 0 } or { Rotation: > 0 } or { Zoom: > 0 } or { Stretch: > 0 };

    /// <summary>Changes each picture by itself. Must be called inside a dispose scope.</summary>
    /// <param name="images">(batch, channels, height, width); left as it is.</param>
    /// <returns>The changed pictures, of the same shape.</returns>
    public Tensor Apply(Tensor images)
    {
        if (_warps)
            images = Warp(images);
        else if (options.FlipHorizontally || options.FlipVertically)
            images = Flip(images);
        if (options.Brightness > 0)
            images = images * Factors(images, options.Brightness);
        if (options.Contrast > 0)
            images = Around(images, images.mean([1, 2, 3], keepdim: true), options.Contrast);
        if (options.Saturation > 0)
            images = Around(images, Grey(images), options.Saturation);
        if (options.ChannelShift > 0)
            images = images.Plus(Shifts(images, options.ChannelShift));
        if (options.Blur > 0 || options.Sharpen > 0)
            images = Sharpness(images);
        if (options.Erasing > 0)
            images = Erase(images);
        if (options.Noise > 0)
            images = randn_like(images).mul_(Numbers.Kept(options.Noise)).PlusInPlace(images);
        return images;
    }

    /// <summary>Factors drawn evenly between 1 - largest and 1 + largest, one per picture, (batch, 1, 1, 1).</summary>
    private static Tensor Factors(Tensor images, double largest) =>
        Uniform(images).mul_(Numbers.Kept(2 * largest)).sub_(Numbers.Kept(largest)).PlusInPlace(1).view(-1, 1, 1, 1);

    /// <summary>Numbers drawn evenly between -largest and largest, one per channel, (batch, channels, 1, 1).</summary>
    private static Tensor Shifts(Tensor images, double largest) =>
        rand(images.size(0), images.size(1), 1, 1, device: images.device).mul_(Numbers.Kept(2 * largest)).sub_(Numbers.Kept(largest));

    private static Tensor Uniform(Tensor images) => rand(images.size(0), device: images.device); // (batch), from 0 to 1

    private static Tensor Symmetric(Tensor images) => Uniform(images).mul_(Numbers.Kept(2)).sub_(Numbers.One); // (batch), from -1 to 1

    private static Tensor Chosen(Tensor images, double chance) => Uniform(images).lt(Numbers.Kept(chance)); // (batch)

    // centre + factor · (image - centre)
    private static Tensor Around(Tensor images, Tensor centre, double largest) =>
        (images - centre).mul_(Factors(images, largest)).PlusInPlace(centre);

    // The weights of ML.NET's ConvertToGrayscale.
    private static Tensor Grey(Tensor images)
    {
        var weights = tensor(new[] { 0.3f, 0.59f, 0.11f }, [1, 3, 1, 1], device: images.device);
        return (images * weights).sum([1], keepdim: true); // (batch, 1, height, width)
    }

    private Tensor Flip(Tensor images)
    {
        if (options.FlipHorizontally)
            images = where(Chosen(images, 0.5).view(-1, 1, 1, 1), images.flip(3), images);
        if (options.FlipVertically)
            images = where(Chosen(images, 0.5).view(-1, 1, 1, 1), images.flip(2), images);
        return images;
    }

    // One resampling does flip, size, turn and shift: x_in = turn · size · flip · x_out + shift, in coordinates from -1 to 1.
    private Tensor Warp(Tensor images)
    {
        var (height, width) = (images.size(2), images.size(3));
        var both = Factor(images, options.Zoom);
        var across = both * Factor(images, options.Stretch) * Sign(images, options.FlipHorizontally);
        var down = both * Factor(images, options.Stretch) * Sign(images, options.FlipVertically);
        var angle = options.Rotation > 0 ? Symmetric(images).mul_(Numbers.Kept(options.Rotation * Math.PI / 180)) : zeros_like(both);
        var (sine, cosine) = (angle.sin(), angle.cos());
        Tensor[] rows =
        [
            cosine * across, (sine * down).mul_(Numbers.Kept(-(double)height / width)), Shift(images, width),
            (sine * across).mul_(Numbers.Kept((double)width / height)), cosine * down, Shift(images, height),
        ];
        var theta = stack(rows, 1).view(-1, 2, 3); // (batch, 2, 3)
        var grid = nn.functional.affine_grid(theta, images.shape, false); // (batch, height, width, 2)
        return nn.functional.grid_sample(images, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, false);
    }

    private static Tensor Factor(Tensor images, double largest) => largest == 0
        ? ones([images.size(0)], device: images.device)
        : Symmetric(images).mul_(Numbers.Kept(Math.Log(1 + largest))).exp_();

    private static Tensor Sign(Tensor images, bool flips) => flips
        ? where(Chosen(images, 0.5), tensor(-1f, device: images.device), tensor(1f, device: images.device))
        : ones([images.size(0)], device: images.device);

    private Tensor Shift(Tensor images, long side) => options.CropPadding == 0
        ? zeros([images.size(0)], device: images.device)
        : randint(-options.CropPadding, options.CropPadding + 1, [images.size(0)], device: images.device)
            .to(ScalarType.Float32).mul_(Numbers.Kept(2.0 / side));

    // The difference to the blurred picture, added or taken away.
    private Tensor Sharpness(Tensor images)
    {
        var channels = images.size(1);
        float[] weights = [1, 2, 1, 2, 4, 2, 1, 2, 1]; // of sum 16
        var kernel = tensor(weights, [1, 1, 3, 3], device: images.device).div_(Numbers.Kept(16)).expand(channels, 1, 3, 3);
        var padded = nn.functional.pad(images, [1, 1, 1, 1], PaddingModes.Replicate);
        var blurred = nn.functional.conv2d(padded, kernel, groups: channels);
        var amount = Uniform(images).mul_(Numbers.Kept(options.Blur + options.Sharpen)).sub_(Numbers.Kept(options.Blur)).view(-1, 1, 1, 1);
        return (images - blurred).mul_(amount).PlusInPlace(images);
    }

    private Tensor Erase(Tensor images)
    {
        var (height, width) = (images.size(2), images.size(3));
        var smallest = Math.Min(SmallestErasedArea, options.ErasedArea);
        var share = Uniform(images).mul_(Numbers.Kept(options.ErasedArea - smallest)).PlusInPlace(smallest);
        var area = share.mul_(Numbers.Kept(height * width));
        var ratio = Symmetric(images).mul_(Numbers.Kept(LargestErasedRatio)).exp_();
        var inRows = Between(images, height, (area * ratio).sqrt_().clamp_(Numbers.One, Numbers.Kept(height)));
        var inColumns = Between(images, width, (area / ratio).sqrt_().clamp_(Numbers.One, Numbers.Kept(width)));
        var chosen = Chosen(images, options.Erasing).view(-1, 1, 1);
        var erased = inRows.unsqueeze(2).logical_and(inColumns.unsqueeze(1)).logical_and(chosen).unsqueeze(1); // (batch, 1, height, width)
        return where(erased, rand_like(images), images);
    }

    // Whether a row or column lies in a stretch of the given length at a random place, (batch, side).
    private static Tensor Between(Tensor images, long side, Tensor length)
    {
        var places = length.SubtractedFrom(side).PlusInPlace(1); // at which it can begin
        var first = (Uniform(images) * places).floor_().unsqueeze(1);
        var place = arange(Numbers.Zero, Numbers.Kept(side), Numbers.One, ScalarType.Float32, images.device).unsqueeze(0);
        return place.ge(first).logical_and(place.lt(first.Plus(length.unsqueeze(1))));
    }
}
