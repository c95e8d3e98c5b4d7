using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Columns of mixed type that a network reads together, before data are seen.</summary>
/// <param name="names">The columns, at least one.</param>
/// <param name="categories">Which of them must be keys or texts.</param>
/// <param name="role">The word errors use for them.</param>
/// <param name="allowsMissing">Whether missing numbers are read.</param>
internal sealed class TableFeatures(IReadOnlyList<string> names, IReadOnlyList<string> categories, string role, bool allowsMissing)
    : UnsizedColumn(names[0], role)
{
    /// <inheritdoc/>
    public override IReadOnlyList<InputColumn> Parts =>
        [.. names.Select(name => new TableFeatureColumn(name, Role, categories.Contains(name)))];

    /// <inheritdoc/>
    public override string ExpectedType => Parts[0].ExpectedType;

    /// <inheritdoc/>
    public override string ExpectedShape => Parts[0].ExpectedShape;

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => Parts[0].Accepts(type);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => Parts[0].Accepts(column);

    /// <summary>Reads all rows once: see <see cref="TableSurvey"/>.</summary>
    /// <inheritdoc/>
    public override TableInput SizedBy(IDataView data)
    {
        SchemaFaults.Check(data.Schema, [this]);
        return new TableInput(TableSurvey.Of(data, names), Role, allowsMissing);
    }
}
