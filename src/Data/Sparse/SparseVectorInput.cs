using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>A wide vector of float, most of whose numbers are 0 in each row: only the others are read and kept.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="role">The word errors use for it.</param>
/// <param name="size">The size needed.</param>
/// <param name="numbersPerRow">Numbers other than 0 in a row, about; at least 1.</param>
internal sealed class SparseVectorInput(string name, string role, int size, int numbersPerRow = SparseVectorInput.UsualNumbers)
    : SizedColumn(name, role)
{
    private const int UsualNumbers = 256;

    private readonly VectorInput _whole = new(name, role, size);

    /// <inheritdoc/>
    public override int Width => size;

    /// <inheritdoc/>
    public override bool IsSparse => true;

    /// <inheritdoc/>
    public override int NumbersPerRow => numbersPerRow;

    /// <inheritdoc/>
    public override string ExpectedType => _whole.ExpectedType;

    /// <inheritdoc/>
    public override string ExpectedShape => _whole.ExpectedShape;

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => _whole.Accepts(type);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => _whole.Accepts(column);

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<float>>(column);
        var buffer = default(VBuffer<float>);
        return (block, at) =>
        {
            getter(ref buffer);
            VectorInput.CheckLength(Name, buffer.Length, size, row.Position);
            block.SetSparse(at, buffer.GetValues(), buffer.IsDense ? [] : buffer.GetIndices());
            return true;
        };
    }
}
