using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Some rows of a view, drawn at random and in their order; always the same ones.</summary>
/// <param name="source">The data.</param>
/// <param name="all">How many rows they have.</param>
/// <param name="rows">How many are drawn; all, if there are no more.</param>
internal sealed class DrawnRows(IDataView source, long all, long rows) : IDataView
{
    /// <inheritdoc/>
    public DataViewSchema Schema => source.Schema;

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public long? GetRowCount() => Math.Min(all, rows);

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded), all, rows);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor source, long all, long rows) : DataViewRowCursor
    {
        private readonly Random _random = new(0);
        private long _left = all;
        private long _wanted = rows;

        public override DataViewSchema Schema => source.Schema;

        public override long Position => source.Position;

        public override long Batch => source.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => source.IsColumnActive(column);

        // Each row is taken with the share of those still wanted among those still to come: in the end just so many are.
        public override bool MoveNext()
        {
            while (_wanted > 0 && source.MoveNext())
                if (_random.NextDouble() * _left-- < _wanted)
                {
                    _wanted--;
                    return true;
                }
            return false;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => source.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                source.Dispose();
            base.Dispose(disposing);
        }
    }
}
