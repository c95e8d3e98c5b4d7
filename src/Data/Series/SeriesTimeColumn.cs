using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>The column that tells when a row was.</summary>
/// <param name="name">Name of the column.</param>
internal sealed class SeriesTimeColumn(string name) : InputColumn(name, "time")
{
    /// <inheritdoc/>
    public override string ExpectedType => ExpectedShape;

    /// <inheritdoc/>
    public override string ExpectedShape => "DateTime or DateTimeOffset";

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => SeriesCells.IsTime(type);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Scalar && !column.IsKey && SeriesCells.IsTime(column.ItemType);

    /// <inheritdoc/>
    public override string? Remedy(SchemaShape.Column column) =>
        SchemaRemedies.Conversion(column.Name, SchemaShapes.Describe(column), DataKind.DateTime);
}
