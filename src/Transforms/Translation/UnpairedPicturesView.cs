using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>
/// Pictures of two views side by side, which do not belong together: as many rows as the longer view has, while the shorter one begins
/// anew.
/// </summary>
internal sealed class UnpairedPicturesView : SingleCursorView
{
    private readonly IDataView[] _views;
    private readonly string _column;

    /// <param name="source">Rows with pictures of the first kind.</param>
    /// <param name="target">Rows with pictures of the second kind.</param>
    /// <param name="column">The column of pictures in both.</param>
    public UnpairedPicturesView(IDataView source, IDataView target, string column)
        : base(Schemas(source, target, column)) => (_views, _column) = ([source, target], column);

    /// <summary>How the pictures of the second kind are called beside those of the first.</summary>
    public static string TargetName(string column) => $"{column} (target)";

    /// <inheritdoc/>
    public override long? GetRowCount() =>
        _views[0].GetRowCount() is { } source && _views[1].GetRowCount() is { } target ? Math.Max(source, target) : null;

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = WidenedSchema.Active(Schema, columnsNeeded);
        var first = new Side(_views[0], _column, "first");
        try
        {
            return new Cursor(Schema, active, [first, new Side(_views[1], _column, "second")]);
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    private static DataViewSchema Schemas(IDataView source, IDataView target, string column)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(column, source.Schema[column].Type, source.Schema[column].Annotations);
        builder.AddColumn(TargetName(column), target.Schema[column].Type, target.Schema[column].Annotations);
        return builder.ToSchema();
    }

    private sealed class Cursor(DataViewSchema schema, bool[] active, Side[] sides) : DataViewRowCursor
    {
        private long _position = -1;
        private bool _ended;

        public override DataViewSchema Schema => schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

        public override bool MoveNext()
        {
            if (!_ended)
            {
                foreach (var side in sides)
                    side.MoveNext();
                _ended = sides.All(side => side.WasSeen);
            }
            _position = _ended ? -1 : _position + 1;
            return !_ended;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _position >= 0
            ? new DataViewRowId((ulong)_position, 0)
            : throw new InvalidOperationException("The cursor is not at a row: call MoveNext first, and stop when it returns false.");

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            WidenedSchema.CheckGetter<TValue>(schema, column, active);
            return sides[column.Index].Getter<TValue>();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                foreach (var side in sides)
                    side.Dispose();
            base.Dispose(disposing);
        }
    }

    // One of the views, which goes round.
    private sealed class Side(IDataView view, string column, string name) : IDisposable
    {
        private DataViewRowCursor _cursor = view.GetRowCursor([view.Schema[column]]);
        private int _round;

        /// <summary>Whether every row has been seen.</summary>
        public bool WasSeen => _round > 0;

        public void MoveNext()
        {
            if (_cursor.MoveNext())
                return;
            _cursor.Dispose();
            _cursor = view.GetRowCursor([view.Schema[column]]);
            _round++;
            if (!_cursor.MoveNext())
                throw new InvalidOperationException(
                    $"The {name} view has no rows: to learn how pictures of one kind become those of another takes some of both.");
        }

        public ValueGetter<TValue> Getter<TValue>()
        {
            var (round, getter) = (-1, default(ValueGetter<TValue>));
            return (ref TValue value) =>
            {
                if (round != _round)
                    (round, getter) = (_round, _cursor.GetGetter<TValue>(_cursor.Schema[column]));
                getter!(ref value);
            };
        }

        public void Dispose() => _cursor.Dispose();
    }
}
