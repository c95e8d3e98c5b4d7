using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>The lazy view of rows with what comes of an operation on them.</summary>
internal sealed class SeriesView(SeriesDescription description, IDataView source, SeriesSchema schema) : SingleCursorView(schema.Output)
{
    /// <summary>Whether another order of the rows can be asked for: where a row needs no others.</summary>
    public override bool CanShuffle => description.Operation.IsRowWise && source.CanShuffle;

    /// <inheritdoc/>
    public override long? GetRowCount() => description.Operation.DropsRows ? null : source.GetRowCount();

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = schema.Active(columnsNeeded);
        var (needed, looksAhead) = (schema.NeedsOperation(active), description.Operation.LooksAhead);
        var rows = source.GetRowCursor(schema.Dependencies(active, own: !looksAhead), CanShuffle ? rand : null);
        DataViewRowCursor? ahead = null;
        try
        {
            // What lies ahead is read by a cursor of its own: columns that pass through need not be kept meanwhile.
            ahead = needed && looksAhead ? source.GetRowCursor(schema.Needed) : null;
            var pass = needed ? new SeriesPass(description, schema, ahead ?? rows, ahead) : null;
            return new SeriesCursor(description.Outputs(), schema, rows, pass, active);
        }
        catch
        {
            ahead?.Dispose();
            rows.Dispose();
            throw;
        }
    }
}
