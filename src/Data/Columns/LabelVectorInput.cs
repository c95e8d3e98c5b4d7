using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Several labels of a row at once. NaN is a label that is missing and does not count; rows of which all are missing are left
/// out, unless they are kept.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="role">The word errors use for it.</param>
/// <param name="size">Labels per row.</param>
/// <param name="areBoolean">Whether they are booleans, read as 0 and 1; else floats.</param>
/// <param name="keepMissing">Whether rows of which all are missing are kept.</param>
internal sealed class LabelVectorInput(string name, string role, int size, bool areBoolean, bool keepMissing = false)
    : SizedColumn(name, role)
{
    /// <inheritdoc/>
    public override int Width => size;

    /// <inheritdoc/>
    public override bool AllowsMissing => true;

    /// <inheritdoc/>
    public override string ExpectedType => $"Vector<{(areBoolean ? "Boolean" : "Single")}, {size}>";

    /// <inheritdoc/>
    public override string ExpectedShape => areBoolean ? "Vector<Boolean>" : "Vector<Single>";

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => type is VectorDataViewType vector && vector.Size == size && IsItem(vector.ItemType);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Vector && !column.IsKey && IsItem(column.ItemType);

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row, DataViewSchema.Column column) => areBoolean
        ? Bind<bool>(row, column, (values, numbers) =>
        {
            for (var i = 0; i < values.Length; i++)
                numbers[i] = values[i] ? 1 : 0;
        })
        : Bind<float>(row, column, (values, numbers) => values.CopyTo(numbers));

    private delegate void ToNumbers<T>(ReadOnlySpan<T> values, Span<float> numbers);

    private RowReader Bind<T>(DataViewRow row, DataViewSchema.Column column, ToNumbers<T> read)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        var (buffer, dense) = (default(VBuffer<T>), new T[size]);
        return (block, at) =>
        {
            getter(ref buffer);
            VectorInput.CheckLength(Name, buffer.Length, size, row.Position);
            buffer.CopyTo(dense);
            var numbers = block.Row<float>(at);
            read(dense, numbers);
            foreach (var number in numbers)
                if (!float.IsNaN(number))
                    return true;
            return keepMissing;
        };
    }

    private bool IsItem(DataViewType type) => areBoolean ? type is BooleanDataViewType : type.Equals(NumberDataViewType.Single);
}
