using Microsoft.ML;

namespace DeepML.Distributed;

/// <summary>Rows as <see cref="RowText"/> writes them.</summary>
/// <param name="separator">What stands between two values.</param>
internal sealed class DelimitedRows(char separator) : IRowLines
{
    /// <inheritdoc/>
    public string Header(IReadOnlyList<DataViewSchema.Column> columns) => RowText.Header(columns, separator);

    /// <inheritdoc/>
    public Func<string> Of(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns) => new RowText(row, columns, separator).Line;
}
