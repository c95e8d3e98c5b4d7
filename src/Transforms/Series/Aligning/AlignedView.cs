using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>The lazy view of rows on a clock.</summary>
internal sealed class AlignedView(AlignDescription description, IDataView source, AlignedSchema schema) : SingleCursorView(schema.Output)
{
    /// <inheritdoc/>
    public override long? GetRowCount() => null;

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = WidenedSchema.Active(schema.Output, columnsNeeded); // refuses before there is a cursor to be closed
        return new AlignedCursor(description, schema, source.GetRowCursor(schema.Needed), active);
    }
}
