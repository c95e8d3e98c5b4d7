using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>A column of texts. What is read of them depends on the alphabet that is learned.</summary>
/// <param name="name">Name of the column.</param>
internal sealed class TextColumn(string name) : InputColumn(name, "input")
{
    /// <inheritdoc/>
    public override string ExpectedType => ExpectedShape;

    /// <inheritdoc/>
    public override string ExpectedShape => "String";

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => type is TextDataViewType;

    /// <inheritdoc/>
    public override string? Remedy(SchemaShape.Column column) => SchemaRemedies.ToText(column);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Scalar && column.ItemType is TextDataViewType;
}
