namespace DeepML.Data;

/// <summary>Size of the pictures a network reads, and how a column holds them; saved with the network.</summary>
/// <param name="Channels">Numbers per pixel; 0 while any will do (before the data are seen).</param>
/// <param name="Height">Rows of pixels; 0 while any will do.</param>
/// <param name="Width">Pixels per row; 0 while any will do.</param>
/// <param name="ChannelsLast">Whether vectors hold the channels of a pixel side by side, instead of one plane after the other.</param>
/// <param name="AreFiles">Whether a text column holds paths of picture files.</param>
/// <param name="SkipsUnreadable">
/// Whether a picture that is missing or cannot be read leaves its row out, instead of ending the work.
/// </param>
internal sealed record ImageFormat(
    int Channels, int Height, int Width, bool ChannelsLast = false, bool AreFiles = false, bool SkipsUnreadable = false)
{
    /// <summary>Whether all sizes are known.</summary>
    public bool IsKnown => Channels > 0 && Height > 0 && Width > 0;

    /// <summary>Numbers per picture.</summary>
    public int Count => checked(Channels * Height * Width);

    /// <summary>Refuses a picture of another size.</summary>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="what">How the error calls the picture.</param>
    /// <exception cref="InvalidOperationException">It has another size.</exception>
    public void CheckSize(int width, int height, string what)
    {
        if (height != Height || width != Width)
            throw new InvalidOperationException(
                $"{what} has {width}x{height} pixels; the network reads {this}. Bring every picture to the same size first "
                    + "(ResizeImages).");
    }

    /// <summary>The size for people: width × height × channels.</summary>
    public override string ToString() => $"{Print(Width)}x{Print(Height)} pixels of {Print(Channels)} channel{(Channels == 1 ? "" : "s")}";

    private static string Print(int size) => size == 0 ? "?" : size.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
