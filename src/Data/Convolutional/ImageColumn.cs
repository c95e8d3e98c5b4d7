using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Data;

/// <summary>
/// A column of pictures before the data are seen: a vector of float with height, width and channels, an image, or the path of a
/// picture file. Sizes that are not asked for are read from its type.
/// </summary>
/// <param name="name">Name of the column.</param>
/// <param name="role">The word errors use for it.</param>
/// <param name="format">Size of the pictures; what is open is 0.</param>
internal sealed class ImageColumn(string name, string role, ImageFormat format) : UnsizedColumn(name, role)
{
    /// <inheritdoc/>
    public override string ExpectedType =>
        format.AreFiles ? "String"
        : format.IsKnown ? $"Vector<Single, {format.Count}> or Image<{format.Height}, {format.Width}>"
        : "known-size Vector<Single> or Image";

    /// <inheritdoc/>
    public override string ExpectedShape => format.AreFiles ? "String" : "Vector<Single> or Image";

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
        SchemaShape.Column.VectorKind.Scalar =>
            format.AreFiles ? column.ItemType is TextDataViewType : column.ItemType is ImageDataViewType,
        _ => false,
    };

    /// <inheritdoc/>
    public override string? Remedy(SchemaShape.Column column) =>
        format.AreFiles ? "With FilePaths the column holds paths of picture files; leave it out for pictures and for numbers."
        : column is { Kind: SchemaShape.Column.VectorKind.Scalar, ItemType: TextDataViewType, IsKey: false }
            ? "Set FilePaths for paths of picture files, or read them with ml.Transforms.LoadImages."
        : column.ItemType is ImageDataViewType ? "ml.Transforms.ResizeImages makes pictures of one size."
        : SchemaRemedies.ToVector(column, format.IsKnown ? format.Count : null);

    /// <inheritdoc/>
    public override ImageInput SizedBy(IDataView data)
    {
        SchemaFaults.Check(data.Schema, [this]);
        return new ImageInput(Name, Role, Sized(data.Schema[Name].Type, Name, format));
    }

    private static bool Fits(int needed, int found) => needed == 0 || found == 0 || needed == found;

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
                $"Column '{name}' of type {type} does not say how its numbers form a picture ({sized}). Set Height, Width and Channels in "
                    + "the options.");
        if (sized.Channels is not (1 or 3) && type is not VectorDataViewType)
            throw new ArgumentException(
                $"Channels is {sized.Channels}; it must be 1 (grey) or 3 (red, green, blue) for pictures of column '{name}'.");
        if (type is VectorDataViewType { Dimensions.Length: 3 } shaped)
            ImageLayout.Check(shaped, name, format, sized);
        if (type is VectorDataViewType vector && vector.Size != sized.Count)
            throw new ArgumentException(
                $"Column '{name}' holds {vector.Size} numbers; {sized} take {sized.Count}. Set Height, Width and Channels to what the "
                    + "column holds.");
        return sized;
    }
}
