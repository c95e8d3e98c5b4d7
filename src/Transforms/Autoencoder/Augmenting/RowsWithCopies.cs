using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>
/// The rows of a view, followed by changed copies of them: a copy has one column of another view, and all others of the row it is of.
/// </summary>
/// <param name="schema">The columns.</param>
/// <param name="source">The real rows.</param>
/// <param name="copies">For each round of copies a view with the columns of the real rows, the changed one by its name.</param>
/// <param name="changed">Name of the changed column.</param>
internal sealed class RowsWithCopies(MarkedSchema schema, IDataView source, IReadOnlyList<IDataView> copies, string changed)
    : SingleCursorView(schema.Output)
{
    /// <inheritdoc/>
    public override long? GetRowCount() => source.GetRowCount() * (1 + copies.Count);

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = schema.Active(columnsNeeded);
        var needed = schema.Dependencies(active).ToArray();
        var cursors = new List<DataViewRowCursor>();
        try
        {
            cursors.Add(source.GetRowCursor(needed));
            foreach (var copy in copies)
                cursors.Add(copy.GetRowCursor(needed.Select(column => ColumnOf(copy, column))));
            return new Cursor(this, schema, [.. cursors], active);
        }
        catch
        {
            cursors.ForEach(cursor => cursor.Dispose());
            throw;
        }
    }

    private IReadOnlyList<IDataView> Copies => copies;

    private DataViewSchema.Column ColumnOf(IDataView copy, DataViewSchema.Column column) =>
        column.Name == changed && !column.IsHidden ? copy.Schema[changed] : copy.Schema[column.Index];

    private sealed class Cursor(RowsWithCopies view, MarkedSchema schema, DataViewRowCursor[] cursors, bool[] active)
        : PassThroughCursor(cursors[0])
    {
        // Identities of copies: real ones count from 0, so that this upper half is free.
        private const ulong CopyMark = 0x41452D434F504945;

        private int _at;
        private long _position = -1;

        /// <inheritdoc/>
        public override DataViewSchema Schema => schema.Output;

        /// <inheritdoc/>
        public override long Position => _position;

        /// <inheritdoc/>
        public override long Batch => 0;

        /// <inheritdoc/>
        public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

        /// <inheritdoc/>
        public override bool MoveNext()
        {
            for (; _at < cursors.Length; _at++)
                if (cursors[_at].MoveNext())
                {
                    _position++;
                    return true;
                }
            _position = -1;
            return false;
        }

        /// <inheritdoc/>
        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            schema.CheckGetter<TValue>(column, active);
            if (column.Index == schema.Marker)
                return (ValueGetter<TValue>)(Delegate)(ValueGetter<bool>)((ref bool value) => value = Current() > 0);
            var own = schema.Input[column.Index];
            var getters = cursors.Select(
                (cursor, i) => cursor.GetGetter<TValue>(i == 0 ? own : view.ColumnOf(view.Copies[i - 1], own))).ToArray();
            return (ref TValue value) => getters[Current()](ref value);
        }

        /// <inheritdoc/>
        public override ValueGetter<DataViewRowId> GetIdGetter()
        {
            var getters = cursors.Select(cursor => cursor.GetIdGetter()).ToArray();
            return (ref DataViewRowId value) =>
            {
                var current = Current();
                getters[current](ref value);
                if (current > 0)
                    value = new DataViewRowId(value.Low, value.High ^ (CopyMark + (ulong)current));
            };
        }

        /// <inheritdoc/>
        protected override void Dispose(bool disposing)
        {
            if (disposing)
                foreach (var cursor in cursors.Skip(1))
                    cursor.Dispose();
            base.Dispose(disposing);
        }

        private int Current() => _position >= 0
            ? _at
            : throw new InvalidOperationException("The cursor is not at a row: call MoveNext first, and stop when it gives false.");
    }
}
