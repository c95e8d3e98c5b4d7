using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests.Streaming;

/// <summary>Rows made on the fly: row i holds (i, i + 0.5, ...), and the class i % 3 under "Class".</summary>
internal sealed class VirtualView(long rows, int width, bool knowsCount = true, Action<long>? onRow = null) : IDataView
{
    private int _open;

    /// <summary>Cursors that are open now.</summary>
    public int OpenCursors => _open;

    public DataViewSchema Schema { get; } = CreateSchema(width);

    public bool CanShuffle => false;

    public long? GetRowCount() => knowsCount ? rows : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        Interlocked.Increment(ref _open);
        return new Cursor(this);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema CreateSchema(int width)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Features", new VectorDataViewType(NumberDataViewType.Single, width));
        builder.AddColumn("Class", new KeyDataViewType(typeof(uint), 3));
        return builder.ToSchema();
    }

    private sealed class Cursor(VirtualView view) : DataViewRowCursor
    {
        private long _position = -1;
        private bool _closed;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override bool MoveNext()
        {
            if (_position + 1 >= view.Rows)
                return false;
            _position++;
            view.OnRow?.Invoke(_position);
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => column.Name == "Class"
            ? (ValueGetter<TValue>)(Delegate)(ValueGetter<uint>)((ref uint value) => value = (uint)(_position % 3) + 1)
            : (ValueGetter<TValue>)(Delegate)(ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                var editor = VBufferEditor.Create(ref value, view.Width);
                for (var i = 0; i < view.Width; i++)
                    editor.Values[i] = _position + (0.5f * i);
                value = editor.Commit();
            });

        protected override void Dispose(bool disposing)
        {
            if (!_closed)
                Interlocked.Decrement(ref view._open);
            _closed = true;
            base.Dispose(disposing);
        }
    }

    private long Rows => rows;

    private int Width => width;

    private Action<long>? OnRow => onRow;
}
