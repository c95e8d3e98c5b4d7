using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>A label of texts or booleans, read as the number of its class, from 0. An empty text is missing.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="role">The word errors use for it.</param>
/// <param name="type">Text or boolean.</param>
/// <param name="values">The classes as text, in their order.</param>
/// <param name="keepMissing">Whether rows with a missing label are kept, with -1 for the class, as of keys.</param>
internal sealed class ClassValues(string name, string role, DataViewType type, string[] values, bool keepMissing = false)
    : SizedColumn(name, role)
{
    private readonly Dictionary<string, int> _places =
        values.Select((value, i) => KeyValuePair.Create(value, i)).ToDictionary(StringComparer.Ordinal);

    /// <summary>The classes as text, in their order.</summary>
    public string[] Values => values;

    /// <summary>The type of the values.</summary>
    public DataViewType ItemType => type;

    /// <inheritdoc/>
    public override int Width => 1;

    /// <inheritdoc/>
    public override long[] RowShape => [];

    /// <inheritdoc/>
    public override ScalarType TensorType => ScalarType.Int64;

    /// <inheritdoc/>
    public override string ExpectedType => type.ToString()!;

    /// <inheritdoc/>
    public override string ExpectedShape => ExpectedType;

    /// <summary>
    /// The classes of a column: false and true, or the texts in the order in which they occur, as ML.NET maps them to keys.
    /// </summary>
    /// <param name="data">The data.</param>
    /// <param name="name">Name of the column.</param>
    /// <param name="role">The word errors use for it.</param>
    /// <param name="known">The classes of a model that is trained further; null to find them.</param>
    /// <param name="keepMissing">Whether rows with a missing label are kept.</param>
    public static ClassValues Of(IDataView data, string name, string role, string[]? known = null, bool keepMissing = false)
    {
        var column = data.Schema[name];
        if (column.Type is BooleanDataViewType)
            return new ClassValues(name, role, column.Type, [bool.FalseString, bool.TrueString]);
        return new ClassValues(name, role, column.Type, known ?? TableSurvey.Of(data, [name])[0].Categories, keepMissing);
    }

    /// <inheritdoc/>
    public override bool Accepts(DataViewType other) => other.Equals(type);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Scalar && !column.IsKey && column.ItemType.Equals(type);

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row, DataViewSchema.Column column)
    {
        var text = TableCells.Text(row, column);
        return (block, at) =>
        {
            if (text() is not { } value)
            {
                block.Row<long>(at)[0] = -1;
                return keepMissing;
            }
            if (!_places.TryGetValue(value, out var place))
                throw new InvalidOperationException(
                    $"Label column '{Name}' is '{value}' in row {row.Position} (counted from 0); "
                    + "the rows to learn from have no such class.");
            block.Row<long>(at)[0] = place;
            return true;
        };
    }
}
