using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>What a network says of pictures that could not be read.</summary>
internal static class UnreadablePictures
{
    /// <summary>Numbers of each picture, NaN where the picture could not be read.</summary>
    /// <param name="format">How pictures are read: only some formats let unreadable ones pass.</param>
    /// <param name="pictures">(batch, channels, height, width).</param>
    /// <param name="numbers">(batch, numbers).</param>
    public static Tensor Marked(ImageFormat format, Tensor pictures, Tensor numbers)
    {
        if (!format.SkipsUnreadable)
            return numbers;
        var unreadable = pictures.flatten(1).narrow(1, 0, 1).eq(Numbers.Kept((double)ImageInput.Unreadable)); // (batch, 1)
        return where(unreadable, full_like(numbers, Numbers.Kept(double.NaN)), numbers);
    }
}
