using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>The class of every pixel: a row becomes (1, height, width) numbers from 0; -1 where none is known (a missing key).</summary>
/// <param name="name">Name of the column.</param>
/// <param name="height">Rows of pixels.</param>
/// <param name="width">Pixels per row.</param>
internal sealed class ClassMaskInput(string name, int height, int width) : SizedColumn(name, "target")
{
    private readonly ClassMaskColumn _declared = new(name, height, width);

    /// <inheritdoc/>
    public override int Width => checked(height * width);

    /// <inheritdoc/>
    public override long[] RowShape => [1, height, width];

    /// <inheritdoc/>
    public override string ExpectedType => _declared.ExpectedType;

    /// <inheritdoc/>
    public override string ExpectedShape => _declared.ExpectedShape;

    /// <summary>The number of classes that the type of a column says: of keys; 0 where it says none.</summary>
    public static int ClassesOf(DataViewType type) =>
        type is VectorDataViewType { ItemType: KeyDataViewType key } ? checked((int)key.Count) : 0;

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => _declared.Accepts(type);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => _declared.Accepts(column);

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        ImageDataViewType => BindImage(row, column),
        VectorDataViewType { ItemType: KeyDataViewType } => BindVector<uint>(row, column, key => (float)key - 1), // 0 is a missing key
        _ => BindVector<float>(row, column, number => number),
    };

    private RowReader BindVector<T>(DataViewRow row, DataViewSchema.Column column, Func<T, float> classOf)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        var buffer = default(VBuffer<T>);
        return (block, at) =>
        {
            var destination = block.Row<float>(at);
            getter(ref buffer);
            VectorInput.CheckLength(Name, buffer.Length, destination.Length, row.Position);
            var pixel = 0;
            foreach (var value in buffer.DenseValues())
                destination[pixel++] = classOf(value);
            return true;
        };
    }

    // Levels of 8 bits are read as numbers in [0, 1].
    private RowReader BindImage(DataViewRow row, DataViewSchema.Column column)
    {
        var read = new ImageInput(Name, Role, new ImageFormat(1, height, width)).Bind(row, column);
        return (block, at) =>
        {
            if (!read(block, at))
                return false;
            foreach (ref var level in block.Row<float>(at))
                level = MathF.Round(255 * level);
            return true;
        };
    }
}
