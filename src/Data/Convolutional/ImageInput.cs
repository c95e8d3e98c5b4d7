using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Data;

/// <summary>
/// A column of pictures: a vector of float with height, width and channels, an <see cref="MLImage"/>, or the path of a picture
/// file. A row becomes (channels, height, width); bytes become numbers in [0, 1].
/// </summary>
/// <param name="name">Name of the column.</param>
/// <param name="role">The word errors use for it.</param>
/// <param name="format">Size of the pictures, with nothing open.</param>
/// <param name="refusesOutside">Whether a number of a vector outside [0, 1] is an error.</param>
internal sealed class ImageInput(string name, string role, ImageFormat format, bool refusesOutside = false) : SizedColumn(name, role)
{
    /// <summary>What pixels must be, and what to do, as the end of an error's sentence.</summary>
    public const string UnitIntervalAdvice =
        "numbers of pixels must be in [0, 1], 0 black and 1 white. Scale them all alike (ExtractPixels has scaleImage).";

    private readonly ImageColumn _declared = format.IsKnown
        ? new(name, role, format)
        : throw new ArgumentException($"The pictures of column '{name}' have no size: {format}.", nameof(format));

    /// <summary>Size and layout.</summary>
    public ImageFormat Format => format;

    /// <summary>The same column, whose vectors are read only if all their numbers are in [0, 1]; missing ones are not looked at.</summary>
    public ImageInput WithinUnitInterval() => new(Name, Role, format, refusesOutside: true);

    /// <summary>Whether a number is no brightness from black to white.</summary>
    public static bool IsOutside(float pixel) => pixel is < 0 or > 1;

    /// <inheritdoc/>
    public override int Width => format.Count;

    /// <inheritdoc/>
    public override long[] RowShape => [format.Channels, format.Height, format.Width];

    /// <inheritdoc/>
    public override string ExpectedType => _declared.ExpectedType;

    /// <inheritdoc/>
    public override string ExpectedShape => _declared.ExpectedShape;

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => _declared.Accepts(type);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => _declared.Accepts(column);

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType => BindVector(row, column),
        TextDataViewType => BindFile(row, column),
        _ => BindImage(row, column),
    };

    private RowReader BindVector(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType { Dimensions.Length: 3 } shaped)
            ImageLayout.Check(shaped, Name, format, format); // what is scored need not be what was learned from
        var getter = row.GetGetter<VBuffer<float>>(column);
        var buffer = default(VBuffer<float>);
        var interleaved = format.ChannelsLast && format.Channels > 1 ? new float[format.Count] : null;
        return (block, at) =>
        {
            var destination = block.Row<float>(at);
            getter(ref buffer);
            // An array member of an in-memory row may be of any length, whatever its column declares.
            if (buffer.Length != destination.Length)
                throw new InvalidOperationException(
                    $"Column '{Name}' holds {buffer.Length} values in row {row.Position}; the network reads {format}, "
                        + $"{destination.Length} values. "
                    + "Bring every picture to the same size first.");
            buffer.CopyTo(interleaved ?? destination);
            if (refusesOutside)
                CheckPixels(interleaved ?? destination, row.Position);
            if (interleaved is not null)
                PixelPlanes.Separate(interleaved, destination, format.Channels);
            return true;
        };
    }

    private void CheckPixels(ReadOnlySpan<float> pixels, long row)
    {
        for (var slot = 0; slot < pixels.Length; slot++)
            if (IsOutside(pixels[slot]) && float.IsFinite(pixels[slot])) // rows with others have no answer
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"Column '{Name}' holds {pixels[slot]} in row {row}, slot {slot} (counted from 0); {UnitIntervalAdvice}"));
    }

    private RowReader BindImage(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<MLImage>(column);
        MLImage? image = null; // handed to the getter again and again: whoever makes images disposes the one before
        return (block, at) =>
        {
            try
            {
                getter(ref image!);
            }
            catch (Exception e) when (PictureFaults.IsDisposed(e))
            {
                throw Disposed(row.Position, e);
            }
            catch (Exception e) when (PictureFaults.IsUnreadable(e))
            {
                image = null;
                return Skip(block.Row<float>(at), $"The picture of column '{Name}' in row {row.Position} cannot be read: {e.Message}", e);
            }
            if (image is null)
                return Skip(block.Row<float>(at), $"Column '{Name}' has no picture in row {row.Position}.", null);
            try
            {
                if (PictureFile.IsCut(image))
                    return Skip(block.Row<float>(at),
                        $"The picture '{image.Tag}' (column '{Name}', row {row.Position}) cannot be read: its end is missing.", null);
                Copy(image, block.Row<float>(at), $"Column '{Name}' in row {row.Position}");
            }
            catch (Exception e) when (PictureFaults.IsDisposed(e))
            {
                throw Disposed(row.Position, e);
            }
            return true;
        };
    }

    private RowReader BindFile(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        var path = default(ReadOnlyMemory<char>);
        return (block, at) =>
        {
            getter(ref path); // outside the try: what goes wrong in the pipeline before is no fault of the picture
            var what = $"The picture '{path}' (column '{Name}', row {row.Position})";
            PictureFile picture;
            try
            {
                picture = PictureFile.Read(path.ToString());
            }
            catch (Exception e) when (PictureFile.IsUnreadable(e))
            {
                return Skip(block.Row<float>(at), $"{what} cannot be read: {e.Message}", e);
            }
            format.CheckSize(picture.Width, picture.Height, what);
            PixelPlanes.FromBytes(picture.Pixels, blueFirst: false, block.Row<float>(at), format.Channels);
            return true;
        };
    }

    private InvalidOperationException Disposed(long row, Exception cause) => new(
        $"The picture of column '{Name}' in row {row} has been disposed already. ML.NET's ResizeImages does that to a picture in memory "
            + "that has the wanted size: "
        + "it hands it on and disposes it with the row, so that it is gone when the rows are read again. Resize only pictures of other "
        + "sizes, "
        + "write the pictures to files and load them (LoadImages), or make a new MLImage whenever a row is read.", cause);

    private bool Skip(Span<float> destination, string fault, Exception? cause)
    {
        if (!format.SkipsUnreadable)
            throw new InvalidOperationException($"{fault} Mend or remove it, or have unreadable pictures skipped.", cause);
        destination.Clear();
        return false;
    }

    private void Copy(MLImage image, Span<float> destination, string what)
    {
        format.CheckSize(image.Width, image.Height, what);
        PixelPlanes.FromBytes(image.Pixels, image.PixelFormat == MLPixelFormat.Bgra32, destination, format.Channels);
    }
}
