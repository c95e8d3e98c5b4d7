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
        return Scored([source.GetRowCursor(_schema.Dependencies(active), rand)], active)[0];
    }

    /// <inheritdoc/>
    /// <remarks>
    /// As many as the source gives: each is read on a thread of its own, and torch does not share its blocks among further ones.
    /// </remarks>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = _schema.Active(columnsNeeded);
        return Scored(source.GetRowCursorSet(_schema.Dependencies(active), n, rand), active);
    }

    private DataViewRowCursor[] Scored(DataViewRowCursor[] cursors, bool[] active)
    {
        var scored = new List<DataViewRowCursor>();
        try
        {
            foreach (var cursor in cursors)
                scored.Add(new ScoringCursor(scorer, _schema, cursor, active, isOneOfMany: cursors.Length > 1));
            return [.. scored];
        }
        catch
        {
            foreach (var cursor in cursors)
                cursor.Dispose();
            throw;
        }
    }
}
