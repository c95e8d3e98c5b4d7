using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>The column that tells to which series a row belongs.</summary>
/// <param name="name">Name of the column.</param>
internal sealed class SeriesNameColumn(string name) : InputColumn(name, "series")
{
    /// <inheritdoc/>
    public override string ExpectedType => ExpectedShape;

    /// <inheritdoc/>
    public override string ExpectedShape => "String or Key<UInt32>";

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => SeriesCells.IsSeries(type);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => column.Kind == SchemaShape.Column.VectorKind.Scalar
        && (column.IsKey ? column.ItemType.RawType == typeof(uint) : column.ItemType is TextDataViewType);

    /// <inheritdoc/>
    public override string? Remedy(SchemaShape.Column column) => SchemaRemedies.ToText(column);
}
