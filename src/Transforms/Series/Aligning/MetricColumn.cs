using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The column that names the metric that a row tells of.</summary>
/// <param name="name">Name of the column.</param>
internal sealed class MetricColumn(string name) : InputColumn(name, "metric")
{
    /// <inheritdoc/>
    public override string ExpectedType => ExpectedShape;

    /// <inheritdoc/>
    public override string ExpectedShape => "String";

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => type is TextDataViewType;

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Scalar && !column.IsKey && column.ItemType is TextDataViewType;

    /// <inheritdoc/>
    public override string? Remedy(SchemaShape.Column column) => column.IsKey
        ? $"ml.Transforms.Conversion.MapKeyToValue(\"{column.Name}\") makes texts of keys."
        : SchemaRemedies.ToText(column);
}
