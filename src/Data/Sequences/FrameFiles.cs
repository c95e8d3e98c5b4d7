namespace DeepML.Data;

/// <summary>Reads the picture files that are the steps of a sequence.</summary>
/// <param name="column">Name of the column of their paths.</param>
/// <param name="format">Their size.</param>
internal sealed class FrameFiles(string column, ImageFormat format)
{
    /// <summary>What the column must be, for errors.</summary>
    public const string ExpectedType = "a vector of String";

    /// <summary>Reads one.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="numbers">Receives (channels, height, width) in [0, 1].</param>
    /// <param name="row">The row, as errors call it.</param>
    /// <param name="step">Its place in the sequence.</param>
    /// <exception cref="InvalidOperationException">It cannot be read, or has another size.</exception>
    public void Read(ReadOnlyMemory<char> path, Span<float> numbers, long row, int step)
    {
        var what = $"The picture '{path}' (column '{column}', row {row}, step {step}, counted from 0)";
        PictureFile picture;
        try
        {
            picture = PictureFile.Read(path.ToString());
        }
        catch (Exception e) when (PictureFile.IsUnreadable(e))
        {
            throw new InvalidOperationException($"{what} cannot be read: {e.Message} Mend the file, or leave the step out.", e);
        }
        format.CheckSize(picture.Width, picture.Height, what);
        PixelPlanes.FromBytes(picture.Pixels, blueFirst: false, numbers, format.Channels);
    }
}
