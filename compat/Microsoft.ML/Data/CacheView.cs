using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// Keeps columns in memory. A column is read when it is first needed, together with the others that the same cursor needs.
internal sealed class CacheView : IDataView
{
    private const int BatchSize = 64;

    private readonly IHost _host;
    private readonly IDataView _source;
    private readonly int[] _sourceIndex;
    private readonly CacheColumn[] _columns;
    private readonly object _gate = new();
    private long _rowCount = -1;

    public CacheView(IHostEnvironment env, IDataView source, string[] prefetch)
    {
        _host = env.Register("Cache");
        _source = source;
        var kept = source.Schema.Where(c => BlockLayout.CanCopy(c.Type)).ToArray();
        _host.Check(kept.Length > 0, "None of the columns can be cached");
        _sourceIndex = Array.ConvertAll(kept, c => c.Index);
        Schema = kept.Length == source.Schema.Count ? source.Schema : new DataViewSchema(Array.ConvertAll(kept, c => new DataViewSchema.DetachedColumn(c)));
        _columns = new CacheColumn[kept.Length];

        var wanted = new bool[kept.Length];
        foreach (var name in prefetch ?? [])
            wanted[Schema.GetColumnOrNull(name)?.Index ?? throw _host.ExceptSchemaMismatch("columnsToPrefetch", "prefetch", name)] = true;
        if (Array.IndexOf(wanted, true) >= 0)
            // A failure shows again, to whoever asks for the columns.
            Task.Run(() => Fill(wanted)).ContinueWith(t => t.Exception, TaskContinuationOptions.OnlyOnFaulted);
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => Volatile.Read(ref _rowCount) is >= 0 and var count ? count : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        GetRowCursorSet(columnsNeeded, 1, rand)[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = Schema.ActiveColumns(columnsNeeded);
        var order = new RowOrder(this, rand);
        n = Math.Max(n, 1);
        return Enumerable.Range(0, n).Select(i => (DataViewRowCursor)new Cursor(this, active, order, i, n)).ToArray();
    }

    /// Reads the columns that are needed and not there yet, and the number of rows, in one pass over the source.
    private void Fill(bool[] needed)
    {
        lock (_gate)
        {
            var missing = Enumerable.Range(0, _columns.Length).Where(i => needed[i] && _columns[i] is null).ToArray();
            if (missing.Length == 0 && _rowCount >= 0)
                return;
            using var cursor = _source.GetRowCursor(missing.Select(i => _source.Schema[_sourceIndex[i]]));
            var fresh = Array.ConvertAll(missing, i => CacheColumn.Create(Schema[i].Type));
            for (var i = 0; i < fresh.Length; i++)
                fresh[i].Attach(cursor, _source.Schema[_sourceIndex[missing[i]]]);
            long rows = 0;
            for (; cursor.MoveNext(); rows++)
                foreach (var column in fresh)
                    column.Append();
            _host.Check(_rowCount < 0 || _rowCount == rows, $"The source had {_rowCount} rows before and {rows} now");
            for (var i = 0; i < fresh.Length; i++)
            {
                fresh[i].Complete();
                _columns[missing[i]] = fresh[i];
            }
            Volatile.Write(ref _rowCount, rows);
        }
    }

    /// The order of a pass, the same for all cursors of a set; drawn when the number of rows is known.
    private sealed class RowOrder(CacheView view, Random rand)
    {
        private long[] _permutation;

        /// Null for the natural order.
        public long[] Get()
        {
            if (rand is null)
                return null;
            lock (this)
            {
                if (_permutation is not null)
                    return _permutation;
                var rows = new long[view._rowCount];
                for (var i = 0; i < rows.Length; i++)
                    rows[i] = i;
                for (var i = rows.Length - 1; i > 0; i--)
                {
                    var j = rand.Next(i + 1);
                    (rows[i], rows[j]) = (rows[j], rows[i]);
                }
                return _permutation = rows;
            }
        }
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly CacheView _view;
        private readonly bool[] _active;
        private readonly RowOrder _rowOrder;
        private readonly CacheColumn.RowPointer _row = new();
        private readonly int _part;
        private readonly int _parts;
        private long[] _order;
        private long _count = -1;
        private long _next;
        private long _position = -1;
        private long _batch;
        private bool _ended;

        public Cursor(CacheView view, bool[] active, RowOrder order, int part, int parts)
        {
            _view = view;
            _active = active;
            _rowOrder = order;
            _part = part;
            _parts = parts;
        }

        public override long Position => _position;

        public override long Batch => _batch;

        public override DataViewSchema Schema => _view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[Schema.CheckIndex(column)];

        public override bool MoveNext()
        {
            if (_count < 0)
                Start();
            // In a set, each cursor takes every n-th batch.
            if (_parts > 1 && (_next & (BatchSize - 1)) == 0 && _position >= 0)
            {
                _next += (long)BatchSize * (_parts - 1);
                _batch += _parts;
            }
            if (_next >= _count)
            {
                End();
                return false;
            }
            _row.Row = _order is null ? _next : _order[_next];
            _next++;
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
        {
            _view._host.Check(_row.Row >= 0, "Cannot get the id: the cursor is not at a row");
            id = new DataViewRowId((ulong)_row.Row, 0);
        };

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            _view._host.CheckActive(IsColumnActive(column), column);
            if (typeof(TValue) != Schema[column.Index].Type.RawType)
                return _view._host.CastGetter<TValue>(null, Schema[column.Index]);
            // Getters may be made before the first row is asked for, so before the column is read.
            if (Volatile.Read(ref _view._columns[column.Index]) is { } ready)
                return (ValueGetter<TValue>)ready.GetterOf(_row);
            ValueGetter<TValue> inner = null;
            return (ref TValue value) =>
            {
                inner ??= (ValueGetter<TValue>)(_view._columns[column.Index] ?? throw CacheColumn.NoRow()).GetterOf(_row);
                inner(ref value);
            };
        }

        protected override void Dispose(bool disposing) => End();

        private void Start()
        {
            if (_ended)
            {
                _count = 0;
                return;
            }
            _view.Fill(_active);
            _order = _rowOrder.Get();
            _count = _view._rowCount;
            _next = (long)_part * BatchSize;
            _batch = _parts > 1 ? _part : 0;
        }

        private void End()
        {
            _ended = true;
            _count = 0;
            _next = 0;
            _position = -1;
            _row.Row = -1;
        }
    }
}
