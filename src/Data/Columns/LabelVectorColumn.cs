using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Several labels of a row at once, before the data are seen: a vector of float, or of boolean where they are yes or no.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="role">The word errors use for it.</param>
/// <param name="mayBeBoolean">Whether the labels are yes or no.</param>
internal sealed class LabelVectorColumn(string name, string role, bool mayBeBoolean) : UnsizedColumn(name, role)
{
    /// <inheritdoc/>
    public override string ExpectedType => mayBeBoolean ? "known-size Vector<Boolean> or Vector<Single>" : "known-size Vector<Single>";

    /// <inheritdoc/>
    public override string ExpectedShape => mayBeBoolean ? "Vector<Boolean> or Vector<Single>" : "Vector<Single>";

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) =>
        type is VectorDataViewType { IsKnownSize: true } vector && IsItem(vector.ItemType);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Vector && !column.IsKey && IsItem(column.ItemType);

    /// <inheritdoc/>
    public override string? Remedy(SchemaShape.Column column) => SchemaRemedies.ToVector(column, output: "Labels");

    /// <summary>Whether rows of which all labels are missing are kept.</summary>
    public bool KeepsMissing { get; init; }

    /// <inheritdoc/>
    public override LabelVectorInput SizedBy(IDataView data)
    {
        SchemaFaults.Check(data.Schema, [this]);
        var type = (VectorDataViewType)data.Schema[Name].Type;
        return new LabelVectorInput(Name, Role, type.Size, type.ItemType is BooleanDataViewType, KeepsMissing);
    }

    private bool IsItem(DataViewType type) => type.Equals(NumberDataViewType.Single) || (mayBeBoolean && type is BooleanDataViewType);
}
