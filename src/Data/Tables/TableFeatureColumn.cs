using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>One column of a table before data are seen: a number, a boolean, a text, a key or a vector of float of known size.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="role">The word errors use for it.</param>
/// <param name="isCategory">Whether it must be a key or a text.</param>
internal sealed class TableFeatureColumn(string name, string role, bool isCategory) : InputColumn(name, role)
{
    /// <inheritdoc/>
    public override string ExpectedType => isCategory ? "Key or String" : "a number, Boolean, String, Key or known-size Vector<Single>";

    /// <inheritdoc/>
    public override string ExpectedShape => ExpectedType;

    /// <summary>How a column of this type is read; null if it cannot be.</summary>
    public static FeatureKind? KindOf(DataViewType type) => type switch
    {
        VectorDataViewType { IsKnownSize: true } vector when vector.ItemType.Equals(NumberDataViewType.Single) => FeatureKind.Vector,
        NumberDataViewType => FeatureKind.Number,
        BooleanDataViewType => FeatureKind.Boolean,
        TextDataViewType => FeatureKind.Text,
        KeyDataViewType => FeatureKind.Key,
        _ => null,
    };

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) =>
        KindOf(type) is { } kind && (!isCategory || kind is FeatureKind.Text or FeatureKind.Key);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => column.Kind switch
    {
        SchemaShape.Column.VectorKind.Scalar => column.IsKey || column.ItemType is TextDataViewType
            || (!isCategory && column.ItemType is NumberDataViewType or BooleanDataViewType),
        SchemaShape.Column.VectorKind.Vector => !isCategory && !column.IsKey && column.ItemType.Equals(NumberDataViewType.Single),
        _ => false,
    };
}
