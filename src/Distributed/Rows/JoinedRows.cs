using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Distributed;

/// <summary>The rows of several views with the same columns, one after the other.</summary>
/// <param name="parts">The views, at least one.</param>
internal sealed class JoinedRows(IReadOnlyList<IDataView> parts) : SingleCursorView(parts[0].Schema)
{
    /// <summary>The sum of what the views say; unknown if one does not.</summary>
    public override long? GetRowCount() => parts.Aggregate((long?)0, (sum, part) => sum + part.GetRowCount());

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] isNeeded = new bool[Schema.Count];
        foreach (var column in columnsNeeded)
            isNeeded[column.Index] = true;
        return new Cursor(
            Schema, isNeeded, [.. parts.Select(part => part.GetRowCursor(part.Schema.Where(column => isNeeded[column.Index])))]);
    }

    private sealed class Cursor(DataViewSchema schema, bool[] isNeeded, DataViewRowCursor[] cursors) : DataViewRowCursor
    {
        private int _part;
        private long _position = -1;
        private bool _isDisposed;

        public override DataViewSchema Schema => schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => isNeeded[column.Index];

        public override bool MoveNext()
        {
            for (; _part < cursors.Length; _part++)
                if (cursors[_part].MoveNext())
                {
                    _position++;
                    return true;
                }
            _position = -1;
            return false;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<TValue>[] getters = [.. cursors.Select(cursor => cursor.GetGetter<TValue>(cursor.Schema[column.Index]))];
            return (ref TValue value) => getters[_part](ref value);
        }

        // Those of the parts would come more than once.
        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_isDisposed)
            {
                _isDisposed = true;
                foreach (var cursor in cursors)
                    cursor.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
