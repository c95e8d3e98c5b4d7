using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>A vector of float of any known size: the features of most networks, before the data are seen.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="role">The word errors use for it.</param>
/// <param name="missingAdvice">See <see cref="SizedColumn.MissingAdvice"/>.</param>
internal sealed class VectorColumn(string name, string role, string? missingAdvice = null) : UnsizedColumn(name, role)
{
    /// <inheritdoc/>
    public override string ExpectedType => "known-size Vector<Single>";

    /// <inheritdoc/>
    public override string ExpectedShape => "Vector<Single>";

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) =>
        type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType.Equals(NumberDataViewType.Single);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Vector && !column.IsKey && column.ItemType.Equals(NumberDataViewType.Single);

    /// <inheritdoc/>
    public override string? Remedy(SchemaShape.Column column) => SchemaRemedies.ToVector(column);

    /// <inheritdoc/>
    public override VectorInput SizedBy(IDataView data)
    {
        SchemaFaults.Check(data.Schema, [this]);
        return new VectorInput(Name, Role, ((VectorDataViewType)data.Schema[Name].Type).Size, missingAdvice);
    }
}
