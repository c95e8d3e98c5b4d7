using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Transforms;

/// <summary>A picture; of a row that could not be read or scored there is none.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="channels">Planes that are made of each picture: 1 for grey, 3 for red, green and blue.</param>
/// <param name="height">Rows of pixels.</param>
/// <param name="width">Pixels per row.</param>
internal sealed class ImageOutput(string name, int channels, int height, int width)
    : NumberOutput(name, new ImageDataViewType(height, width), null)
{
    /// <inheritdoc/>
    public override int Width => checked(channels * height * width);

    /// <inheritdoc/>
    public override Delegate Getter(ScoredBlock block, int index)
    {
        ValueGetter<MLImage> getter = (ref MLImage value) =>
        {
            value?.Dispose(); // as ML.NET's own makers of pictures do with the one before
            var planes = block.Values<float>(index);
            value = float.IsNaN(planes[0]) ? null! : MLImage.CreateFromPixels(width, height, MLPixelFormat.Rgba32, Bytes(planes));
        };
        return getter;
    }

    private byte[] Bytes(ReadOnlySpan<float> planes)
    {
        var pixels = height * width;
        var bytes = new byte[pixels * 4];
        for (var i = 0; i < pixels; i++)
        {
            for (var channel = 0; channel < 3; channel++)
                bytes[(4 * i) + channel] = (byte)Math.Round(255 * Math.Clamp(planes[(channels == 3 ? channel * pixels : 0) + i], 0, 1));
            bytes[(4 * i) + 3] = 255;
        }
        return bytes;
    }
}
