using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>A vector of float with a known size: the features of most networks.</summary>
internal sealed class VectorInput : InputColumn
{
    private readonly int _size;

    /// <param name="name">Name of the column.</param>
    /// <param name="role">The word errors use for it.</param>
    /// <param name="size">The size needed, or 0 while any known size will do (before the data are seen).</param>
    public VectorInput(string name, string role, int size = 0) : base(name, role) => _size = size;

    /// <summary>The column of a schema that has already been checked, with its size.</summary>
    public static VectorInput Of(DataViewSchema schema, string name, string role)
    {
        SchemaFaults.Check(schema, [new VectorInput(name, role)]);
        return new VectorInput(name, role, ((VectorDataViewType)schema[name].Type).Size);
    }

    /// <inheritdoc/>
    public override int Width => _size;

    /// <inheritdoc/>
    public override string ExpectedType => _size == 0 ? "known-size Vector<Single>" : $"Vector<Single, {_size}>";

    /// <inheritdoc/>
    public override string ExpectedShape => "Vector<Single>";

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) =>
        type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType.Equals(NumberDataViewType.Single)
        && (_size == 0 || vector.Size == _size);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Vector && !column.IsKey && column.ItemType.Equals(NumberDataViewType.Single);

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<float>>(column);
        var buffer = default(VBuffer<float>);
        return (block, at) =>
        {
            var destination = block.Row<float>(at);
            getter(ref buffer);
            // An array member of an in-memory row may be of any length, whatever its column declares.
            if (buffer.Length != destination.Length)
                throw new InvalidOperationException(
                    $"Column '{Name}' holds {buffer.Length} values in row {row.Position}; the network reads {destination.Length}. "
                    + "Give every row the same number of values.");
            buffer.CopyTo(destination);
            return true;
        };
    }
}
