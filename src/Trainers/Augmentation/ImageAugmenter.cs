using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Changes a batch of pictures at random, all of them at once; draws from torch's default generator.</summary>
/// <param name="options">What is changed, and how much.</param>
internal sealed class ImageAugmenter(ImageAugmentation options)
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
            images = images * (Spread(images, options.Brightness) + 1);
        if (options.Contrast > 0)
            images = Around(images, images.mean([1, 2, 3], keepdim: true), options.Contrast);
        if (options.Saturation > 0)
            images = Around(images, Grey(images), options.Saturation);
        if (options.Blur > 0 || options.Sharpen > 0)
            images = Sharpness(images);
        if (options.Erasing > 0)
            images = Erase(images);
        if (options.Noise > 0)
            images = images + (randn_like(images) * options.Noise);
        return images;
    }

    /// <summary>Numbers drawn evenly between -largest and largest, one per picture, (batch, 1, 1, 1).</summary>
    private static Tensor Spread(Tensor images, double largest) => Uniform(images).mul(2 * largest).sub(largest).view(-1, 1, 1, 1);

    private static Tensor Uniform(Tensor images) => rand(images.size(0), device: images.device); // (batch)

    private static Tensor Around(Tensor images, Tensor centre, double largest) => centre + ((images - centre) * (Spread(images, largest) + 1));

    // The weights of ML.NET's ConvertToGrayscale.
    private static Tensor Grey(Tensor images)
    {
        var weights = tensor(new[] { 0.3f, 0.59f, 0.11f }, [1, 3, 1, 1], device: images.device);
        return (images * weights).sum([1], keepdim: true); // (batch, 1, height, width)
    }

    private Tensor Flip(Tensor images)
    {
        if (options.FlipHorizontally)
            images = where(Uniform(images).lt(0.5).view(-1, 1, 1, 1), images.flip(3), images);
        if (options.FlipVertically)
            images = where(Uniform(images).lt(0.5).view(-1, 1, 1, 1), images.flip(2), images);
        return images;
    }

    // One resampling does flip, size, turn and shift: x_in = turn · size · flip · x_out + shift, in coordinates from -1 to 1.
    private Tensor Warp(Tensor images)
    {
        var (height, width) = (images.size(2), images.size(3));
        var both = Factor(images, options.Zoom);
        var across = both * Factor(images, options.Stretch) * Sign(images, options.FlipHorizontally);
        var down = both * Factor(images, options.Stretch) * Sign(images, options.FlipVertically);
        var angle = options.Rotation > 0 ? (Uniform(images) * 2 - 1) * (options.Rotation * Math.PI / 180) : zeros_like(both);
        var (sine, cosine) = (angle.sin(), angle.cos());
        Tensor[] rows =
        [
            cosine * across, sine * down * (-(double)height / width), Shift(images, width),
            sine * across * ((double)width / height), cosine * down, Shift(images, height),
        ];
        var theta = stack(rows, 1).view(-1, 2, 3); // (batch, 2, 3)
        var grid = nn.functional.affine_grid(theta, images.shape, false); // (batch, height, width, 2)
        return nn.functional.grid_sample(images, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, false);
    }

    private static Tensor Factor(Tensor images, double largest) => largest == 0
        ? ones([images.size(0)], device: images.device)
        : (Uniform(images) * 2 - 1).mul(Math.Log(1 + largest)).exp();

    private static Tensor Sign(Tensor images, bool flips) => flips
        ? where(Uniform(images).lt(0.5), tensor(-1f, device: images.device), tensor(1f, device: images.device))
        : ones([images.size(0)], device: images.device);

    private Tensor Shift(Tensor images, long side) => options.CropPadding == 0
        ? zeros([images.size(0)], device: images.device)
        : randint(-options.CropPadding, options.CropPadding + 1, [images.size(0)], device: images.device).to(ScalarType.Float32).mul(2.0 / side);

    // The difference to the blurred picture, added or taken away.
    private Tensor Sharpness(Tensor images)
    {
        var channels = images.size(1);
        var kernel = tensor(new float[] { 1, 2, 1, 2, 4, 2, 1, 2, 1 }, [1, 1, 3, 3], device: images.device).div(16).expand(channels, 1, 3, 3);
        var padded = nn.functional.pad(images, [1, 1, 1, 1], PaddingModes.Replicate);
        var blurred = nn.functional.conv2d(padded, kernel, groups: channels);
        var amount = Uniform(images).mul(options.Blur + options.Sharpen).sub(options.Blur).view(-1, 1, 1, 1);
        return images + ((images - blurred) * amount);
    }

    private Tensor Erase(Tensor images)
    {
        var (height, width) = (images.size(2), images.size(3));
        var smallest = Math.Min(SmallestErasedArea, options.ErasedArea);
        var area = Uniform(images).mul(options.ErasedArea - smallest).add(smallest).mul(height * width);
        var ratio = (Uniform(images) * 2 - 1).mul(LargestErasedRatio).exp();
        var inRows = Between(images, height, (area * ratio).sqrt().clamp(1, height));
        var inColumns = Between(images, width, (area / ratio).sqrt().clamp(1, width));
        var chosen = Uniform(images).lt(options.Erasing).view(-1, 1, 1);
        var erased = inRows.unsqueeze(2).logical_and(inColumns.unsqueeze(1)).logical_and(chosen).unsqueeze(1); // (batch, 1, height, width)
        return where(erased, rand_like(images), images);
    }

    // Whether a row or column lies in a stretch of the given length at a random place, (batch, side).
    private static Tensor Between(Tensor images, long side, Tensor length)
    {
        var first = (Uniform(images) * (side - length + 1)).floor().unsqueeze(1);
        var place = arange(side, dtype: ScalarType.Float32, device: images.device).unsqueeze(0);
        return place.ge(first).logical_and(place.lt(first + length.unsqueeze(1)));
    }
}
