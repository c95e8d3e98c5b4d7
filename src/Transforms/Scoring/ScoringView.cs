using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>The lazy view of data with a network's columns added: rows are scored in blocks, as a cursor moves.</summary>
internal sealed class ScoringView(Scorer scorer, IDataView source) : IDataView
{
    private readonly ScoringSchema _schema = new(scorer.Inputs, scorer.Outputs, source.Schema);

    /// <inheritdoc/>
    public DataViewSchema Schema => _schema.Output;

    /// <inheritdoc/>
    public bool CanShuffle => source.CanShuffle;

    /// <inheritdoc/>
    public long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = _schema.Active(columnsNeeded);
        var cursor = source.GetRowCursor(_schema.Dependencies(active), rand);
        try
        {
            return new ScoringCursor(scorer, _schema, cursor, active);
        }
        catch
        {
            cursor.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)]; // torch already uses every core within a block
}
