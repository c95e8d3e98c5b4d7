using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators;

/// <summary>A label by which features are selected: a key or a boolean, a float, and where no trainer reads it a text.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="texts">Whether texts are read.</param>
internal sealed class SelectionLabel(string name, bool texts) : InputColumn(name, "label")
{
    private readonly ScalarInput _key = ScalarInput.Class(name, "label");

    /// <inheritdoc/>
    public override string ExpectedType => ExpectedShape;

    /// <inheritdoc/>
    public override string ExpectedShape => $"{_key.ExpectedShape}, {(texts ? "String, " : "")}Boolean or Single";

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => _key.Accepts(type) || IsPlain(type);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => _key.Accepts(column)
        || (column.Kind == SchemaShape.Column.VectorKind.Scalar && !column.IsKey && IsPlain(column.ItemType));

    /// <inheritdoc/>
    public override string? Remedy(SchemaShape.Column column) => _key.Remedy(column);

    /// <summary>A function that reads the number of the class from 0, or the number; NaN if it is missing.</summary>
    public static Func<double> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        switch (column.Type)
        {
            case KeyDataViewType:
                var key = row.GetGetter<uint>(column);
                return () =>
                {
                    var value = 0u;
                    key(ref value);
                    return value == 0 ? double.NaN : value - 1; // ML.NET's keys begin at 1
                };
            case TextDataViewType:
                var text = row.GetGetter<ReadOnlyMemory<char>>(column);
                var places = new Dictionary<string, int>();
                return () =>
                {
                    var value = default(ReadOnlyMemory<char>);
                    text(ref value);
                    if (value.IsEmpty)
                        return double.NaN;
                    places.TryAdd(value.ToString(), places.Count);
                    return places[value.ToString()];
                };
            default:
                var read = SeriesNumbersColumn.Reader(row, column);
                var one = new double[1];
                return () =>
                {
                    read(one);
                    return one[0];
                };
        }
    }

    private bool IsPlain(DataViewType type) =>
        type is BooleanDataViewType || type.Equals(NumberDataViewType.Single) || (texts && type is TextDataViewType);
}
