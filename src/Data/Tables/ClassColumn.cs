using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>A label of classes before data are seen: a key, or values that are mapped to keys inside, a text or a boolean.</summary>
/// <inheritdoc/>
internal sealed class ClassColumn(string name, string role) : InputColumn(name, role)
{
    private readonly ScalarInput _key = ScalarInput.Class(name, role);

    /// <inheritdoc/>
    public override string ExpectedType => $"{_key.ExpectedType}, String or Boolean";

    /// <inheritdoc/>
    public override string ExpectedShape => ExpectedType;

    /// <inheritdoc/>
    public override string? Remedy(SchemaShape.Column column) => _key.Remedy(column);

    /// <summary>Whether values of this type are mapped to keys.</summary>
    public static bool IsValue(DataViewType type) => type is TextDataViewType or BooleanDataViewType;

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => IsValue(type) || _key.Accepts(type);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) =>
        (column.Kind == SchemaShape.Column.VectorKind.Scalar && !column.IsKey && IsValue(column.ItemType)) || _key.Accepts(column);
}
