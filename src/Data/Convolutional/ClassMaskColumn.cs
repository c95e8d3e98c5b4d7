using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Data;

/// <summary>
/// A column that says the class of every pixel, before the data are seen: a vector of keys or of whole numbers from 0, or a picture whose
/// grey levels are the numbers.
/// </summary>
/// <param name="name">Name of the column.</param>
/// <param name="height">Rows of pixels; 0 while any will do.</param>
/// <param name="width">Pixels per row; 0 while any will do.</param>
internal sealed class ClassMaskColumn(string name, int height, int width) : UnsizedColumn(name, "target")
{
    /// <inheritdoc/>
    public override string ExpectedType => height > 0 && width > 0
        ? FormattableString.Invariant(
            $"Vector<Key<UInt32>, {height * width}>, Vector<Single, {height * width}> or Image<{height}, {width}>")
        : ExpectedShape;

    /// <inheritdoc/>
    public override string ExpectedShape => "Vector<Key<UInt32>>, Vector<Single> or Image";

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => type switch
    {
        ImageDataViewType image => Fits(height, image.Height) && Fits(width, image.Width),
        VectorDataViewType { IsKnownSize: true } vector =>
            IsClass(vector.ItemType) && (height * width == 0 || vector.Size == height * width),
        _ => false,
    };

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => column.Kind switch
    {
        SchemaShape.Column.VectorKind.Vector => column.IsKey
            ? column.ItemType.RawType == typeof(uint)
            : column.ItemType.Equals(NumberDataViewType.Single),
        SchemaShape.Column.VectorKind.Scalar => column.ItemType is ImageDataViewType,
        _ => false,
    };

    /// <inheritdoc/>
    public override ClassMaskInput SizedBy(IDataView data)
    {
        SchemaFaults.Check(data.Schema, [this]);
        return new ClassMaskInput(Name, height, width);
    }

    private static bool IsClass(DataViewType item) =>
        item.Equals(NumberDataViewType.Single) || item is KeyDataViewType { RawType: var raw } && raw == typeof(uint);

    private static bool Fits(int needed, int found) => needed == 0 || found == 0 || needed == found;
}
