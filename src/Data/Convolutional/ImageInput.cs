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
/// <param name="format">Size of the pictures; <see cref="Of"/> fills in what is open.</param>
internal sealed class ImageInput(string name, string role, ImageFormat format) : InputColumn(name, role)
{
    /// <summary>Size and layout.</summary>
    public ImageFormat Format => format;

    /// <inheritdoc/>
    public override int Width => format.Count;

    /// <inheritdoc/>
    public override long[] RowShape => [format.Channels, format.Height, format.Width];

    /// <inheritdoc/>
    public override string ExpectedType =>
        format.AreFiles ? "String"
        : format.IsKnown ? $"Vector<Single, {format.Count}> or Image<{format.Height}, {format.Width}>"
        : "known-size Vector<Single> or Image";

    /// <inheritdoc/>
    public override string ExpectedShape => format.AreFiles ? "String" : "Vector<Single> or Image";

    /// <summary>The column of a schema, with the sizes that were left open read from its type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">The sizes are neither given nor in the column's type.</exception>
    public static ImageInput Of(DataViewSchema schema, string name, string role, ImageFormat format)
    {
        SchemaFaults.Check(schema, [new ImageInput(name, role, format)]);
        return new ImageInput(name, role, Sized(schema[name].Type, name, format));
    }

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => type switch
    {
        TextDataViewType => format.AreFiles,
        _ when format.AreFiles => false,
        ImageDataViewType image => Fits(format.Height, image.Height) && Fits(format.Width, image.Width),
        VectorDataViewType { IsKnownSize: true } vector =>
            vector.ItemType.Equals(NumberDataViewType.Single) && (!format.IsKnown || vector.Size == format.Count),
        _ => false,
    };

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => !column.IsKey && column.Kind switch
    {
        SchemaShape.Column.VectorKind.Vector => !format.AreFiles && column.ItemType.Equals(NumberDataViewType.Single),
        SchemaShape.Column.VectorKind.Scalar => format.AreFiles ? column.ItemType is TextDataViewType : column.ItemType is ImageDataViewType,
        _ => false,
    };

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType => BindVector(row, column),
        TextDataViewType => BindFile(row, column),
        _ => BindImage(row, column),
    };

    private static bool Fits(int needed, int found) => needed == 0 || found == 0 || needed == found;

    private RowReader BindVector(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType { Dimensions.Length: 3 } shaped)
            CheckLayout(shaped, Name, format, format); // what is scored need not be what was learned from
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
                    $"Column '{Name}' holds {buffer.Length} values in row {row.Position}; the network reads {format}, {destination.Length} values. "
                    + "Bring every picture to the same size first.");
            buffer.CopyTo(interleaved ?? destination);
            if (interleaved is not null)
                PixelPlanes.Separate(interleaved, destination, format.Channels);
            return true;
        };
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
            catch (Exception e) when (PictureFaults.IsUnreadable(e))
            {
                image = null;
                return Skip(block.Row<float>(at), $"The picture of column '{Name}' in row {row.Position} cannot be read: {e.Message}", e);
            }
            if (image is null)
                return Skip(block.Row<float>(at), $"Column '{Name}' has no picture in row {row.Position}.", null);
            Copy(image, block.Row<float>(at), $"Column '{Name}' in row {row.Position}");
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
            MLImage image;
            try
            {
                image = MLImage.CreateFromFile(path.ToString());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
            {
                return Skip(block.Row<float>(at), $"The picture '{path}' (column '{Name}', row {row.Position}) cannot be read: {e.Message}", e);
            }
            using (image)
                Copy(image, block.Row<float>(at), $"The picture '{path}' (column '{Name}', row {row.Position})");
            return true;
        };
    }

    private bool Skip(Span<float> destination, string fault, Exception? cause)
    {
        if (!format.SkipsUnreadable)
            throw new InvalidOperationException($"{fault} Mend or remove it, or have unreadable pictures skipped.", cause);
        destination.Clear();
        return false;
    }

    private void Copy(MLImage image, Span<float> destination, string what)
    {
        if (image.Height != format.Height || image.Width != format.Width)
            throw new InvalidOperationException(
                $"{what} has {image.Width}x{image.Height} pixels; the network reads {format}. Bring every picture to the same size first (ResizeImages).");
        PixelPlanes.FromBytes(image.Pixels, image.PixelFormat == MLPixelFormat.Bgra32, destination, format.Channels);
    }

    // Sizes given by the options come first; a vector's dimensions and an image's type fill in what is open.
    private static ImageFormat Sized(DataViewType type, string name, ImageFormat format)
    {
        var (channels, height, width) = type switch
        {
            ImageDataViewType image => (3, image.Height, image.Width),
            VectorDataViewType { Dimensions.Length: 3 } v when format.ChannelsLast => (v.Dimensions[2], v.Dimensions[0], v.Dimensions[1]),
            VectorDataViewType { Dimensions.Length: 3 } v => (v.Dimensions[0], v.Dimensions[1], v.Dimensions[2]),
            VectorDataViewType { Dimensions.Length: 2 } v => (1, v.Dimensions[0], v.Dimensions[1]),
            VectorDataViewType => (format.Height > 0 && format.Width > 0 ? 1 : 0, 0, 0),
            _ => (3, 0, 0),
        };
        var sized = format with
        {
            Channels = format.Channels > 0 ? format.Channels : channels,
            Height = format.Height > 0 ? format.Height : height,
            Width = format.Width > 0 ? format.Width : width,
        };
        if (!sized.IsKnown)
            throw new ArgumentException(
                $"Column '{name}' of type {type} does not say how its numbers form a picture ({sized}). Set Height, Width and Channels in the options.");
        if (sized.Channels is not (1 or 3) && type is not VectorDataViewType)
            throw new ArgumentException($"Channels is {sized.Channels}; it must be 1 (grey) or 3 (red, green, blue) for pictures of column '{name}'.");
        if (type is VectorDataViewType { Dimensions.Length: 3 } shaped)
            CheckLayout(shaped, name, format, sized);
        if (type is VectorDataViewType vector && vector.Size != sized.Count)
            throw new ArgumentException($"Column '{name}' holds {vector.Size} numbers; {sized} take {sized.Count}. Set Height, Width and Channels to what the column holds.");
        return sized;
    }

    // Numbers read in the wrong order still make pictures, of which nothing can be learned: what looks so is refused.
    private static void CheckLayout(VectorDataViewType type, string name, ImageFormat given, ImageFormat sized)
    {
        int[] dimensions = [.. type.Dimensions], planes = [sized.Channels, sized.Height, sized.Width], pixels = [sized.Height, sized.Width, sized.Channels];
        var (read, other) = sized.ChannelsLast ? (pixels, planes) : (planes, pixels);
        var (channels, sides) = sized.ChannelsLast ? (dimensions[0], dimensions[1..]) : (dimensions[2], dimensions[..2]);
        const int smallestSide = 5; // below it, sides cannot be told from channels
        var looksOther = given.Channels == 0
            ? channels is 1 or 3 or 4 && sides.All(side => side >= smallestSide)
            : sized.Channels > 1 && !dimensions.SequenceEqual(read) && dimensions.SequenceEqual(other); // a single channel lies alike in both
        if (!looksOther)
            return;
        const string planesLayout = "(channels, height, width)", pixelsLayout = "(height, width, channels)";
        var (isRead, looks) = sized.ChannelsLast ? (pixelsLayout, planesLayout) : (planesLayout, pixelsLayout);
        var remedy = sized.ChannelsLast ? "Leave ChannelsLast out" : "Set ChannelsLast (convolutional networks), or extract pixels without interleaving";
        var orElse = given.Channels == 0 ? "; if it is right as it is, give Channels" : "";
        throw new ArgumentException($"Column '{name}' of type {type} looks like {looks}, but is read as {isRead}. {remedy}{orElse}.");
    }
}
