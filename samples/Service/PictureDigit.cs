using SkiaSharp;

namespace DeepML.Service;

/// <summary>Makes a row of a picture.</summary>
internal static class PictureDigit
{
    /// <summary>The picture in 8×8 grey levels, the digit bright; null if it is no picture.</summary>
    public static Digit? Read(byte[] bytes)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = bytes.Length == 0 ? null : SKCodec.Create(data);
        using var picture = codec is null ? null : SKBitmap.Decode(codec);
        if (picture is null)
            return null;
        using var small = picture.Resize(new SKImageInfo(Digit.Side, Digit.Side, SKColorType.Gray8), SKFilterQuality.High);
        var levels = small.Bytes.Select(level => level * Digit.Darkest / 255f).ToArray();
        var paper = levels.Average() > Digit.Darkest / 2f; // most of a page is paper
        return new Digit { Pixels = paper ? Array.ConvertAll(levels, level => Digit.Darkest - level) : levels };
    }
}
