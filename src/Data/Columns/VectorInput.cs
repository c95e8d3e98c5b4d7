using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>A vector of float with a known size: the features of most networks.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="role">The word errors use for it.</param>
/// <param name="size">The size needed.</param>
internal sealed class VectorInput(string name, string role, int size) : SizedColumn(name, role)
{
    private readonly VectorColumn _anySize = new(name, role);

    /// <inheritdoc/>
    public override int Width => size;

    /// <inheritdoc/>
    public override string ExpectedType => $"Vector<Single, {size}>";

    /// <inheritdoc/>
    public override string ExpectedShape => _anySize.ExpectedShape;

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => _anySize.Accepts(type) && ((VectorDataViewType)type).Size == size;

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => _anySize.Accepts(column);

    /// <inheritdoc/>
    public override string? Remedy(SchemaShape.Column column) => SchemaRemedies.ToVector(column, size);

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
