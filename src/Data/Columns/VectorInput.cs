using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>A vector of float with a known size: the features of most networks.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="role">The word errors use for it.</param>
/// <param name="size">The size needed.</param>
/// <param name="missingAdvice">What would help against a missing number, beside filtering and filling; null for nothing.</param>
internal sealed class VectorInput(string name, string role, int size, string? missingAdvice = null) : SizedColumn(name, role)
{
    private readonly VectorColumn _anySize = new(name, role);

    /// <inheritdoc/>
    public override int Width => size;

    /// <inheritdoc/>
    public override string? MissingAdvice => missingAdvice;

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
            CheckLength(Name, buffer.Length, destination.Length, row.Position);
            buffer.CopyTo(destination);
            return true;
        };
    }

    /// <summary>Refuses a row of another length: an array member of an in-memory row may be of any, whatever its column declares.</summary>
    /// <exception cref="InvalidOperationException">The lengths differ.</exception>
    public static void CheckLength(string name, int length, int expected, long row)
    {
        if (length != expected)
            throw new InvalidOperationException(
                $"Column '{name}' holds {length} values in row {row}; the network reads {expected}. "
                + "Give every row the same number of values.");
    }
}
