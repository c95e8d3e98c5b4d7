using DeepML.Data;

namespace DeepML.Transforms;

/// <summary>What must hold of pictures in a description.</summary>
internal static class PictureChecks
{
    /// <summary>Refuses sizes that no row has, or that differ.</summary>
    /// <exception cref="FormatException">There are such.</exception>
    public static void Check((int Channels, int Height, int Width) pictures, ImageFormat format)
    {
        Sound.Product("the numbers of a picture", pictures.Channels, pictures.Height, pictures.Width);
        Sound.That(pictures == (format.Channels, format.Height, format.Width), "the pictures of format and network differ");
    }
}
