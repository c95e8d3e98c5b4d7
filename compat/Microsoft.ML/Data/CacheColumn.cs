namespace Microsoft.ML.Data;

/// The values of one column in memory, in chunks that never move.
internal abstract class CacheColumn
{
    /// The row that the getters of a cursor read; negative when there is none.
    public sealed class RowPointer
    {
        public long Row = -1;
    }

    public static CacheColumn Create(DataViewType type) => type is VectorDataViewType vector
        ? (CacheColumn)Activator.CreateInstance(typeof(Vectors<>).MakeGenericType(vector.ItemType.RawType))
        : (CacheColumn)Activator.CreateInstance(typeof(Scalars<>).MakeGenericType(type.RawType));

    public static InvalidOperationException NoRow() => new("Cannot get a value: the cursor is not at a row");

    public abstract void Attach(DataViewRow row, DataViewSchema.Column column);

    /// Adds the value of the current row.
    public abstract void Append();

    /// Lets go of the row.
    public abstract void Complete();

    public abstract Delegate GetterOf(RowPointer rows);

    /// A list whose elements lie in arrays of equal, power-of-two length.
    private sealed class Chunked<T>(int log2)
    {
        private readonly int _log2 = log2;
        private readonly int _mask = (1 << log2) - 1;
        private T[][] _chunks = [];
        private long _count;

        public void Add(T value)
        {
            var chunk = (int)(_count >> _log2);
            if (chunk == _chunks.Length)
                Array.Resize(ref _chunks, chunk + 1);
            // The first chunk grows with the data: most views are small.
            var at = (int)(_count & _mask);
            var items = _chunks[chunk] ??= new T[chunk == 0 ? Math.Min(16, _mask + 1) : _mask + 1];
            if (at == items.Length)
                Array.Resize(ref _chunks[chunk], Math.Min(2 * at, _mask + 1));
            _chunks[chunk][at] = value;
            _count++;
        }

        public ref T this[long index] => ref _chunks[index >> _log2][index & _mask];

        public long Count => _count;
    }

    private sealed class Scalars<T> : CacheColumn
    {
        private readonly Chunked<T> _values = new(16);
        private ValueGetter<T> _getter;

        public override void Attach(DataViewRow row, DataViewSchema.Column column) => _getter = row.GetGetter<T>(column);

        public override void Append()
        {
            T value = default;
            _getter(ref value);
            _values.Add(value);
        }

        public override void Complete() => _getter = null;

        public override Delegate GetterOf(RowPointer rows) => (ValueGetter<T>)((ref T value) =>
        {
            var row = rows.Row;
            if (row < 0)
                throw NoRow();
            value = _values[row];
        });
    }

    /// Dense vectors of one length lie side by side; from the first other vector on, each is kept for itself.
    private sealed class Vectors<T> : CacheColumn
    {
        private const int ChunkItems = 1 << 18;

        private ValueGetter<VBuffer<T>> _getter;
        private VBuffer<T> _buffer;
        private int _length = -1;
        private int _rowsLog2;
        private List<T[]> _dense = [];
        private long _denseRows;
        private Chunked<VBuffer<T>> _others;

        public override void Attach(DataViewRow row, DataViewSchema.Column column) => _getter = row.GetGetter<VBuffer<T>>(column);

        public override void Append()
        {
            _getter(ref _buffer);
            if (_others is null && _buffer.IsDense && _buffer.Length > 0 && (_length < 0 || _buffer.Length == _length))
            {
                AppendDense();
                return;
            }
            _others ??= new Chunked<VBuffer<T>>(12);
            VBuffer<T> copy = default;
            _buffer.CopyTo(ref copy);
            _others.Add(copy);
        }

        public override void Complete()
        {
            _getter = null;
            _buffer = default;
        }

        public override Delegate GetterOf(RowPointer rows)
        {
            var dense = _dense.ToArray();
            var (length, log2, denseRows, others) = (_length, _rowsLog2, _denseRows, _others);
            var mask = (1L << log2) - 1;
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
            {
                var row = rows.Row;
                if (row < 0)
                    throw NoRow();
                if (row >= denseRows)
                {
                    others[row - denseRows].CopyTo(ref value);
                    return;
                }
                VBuffer<T>.CopyDense(dense[row >> log2].AsSpan((int)(row & mask) * length, length), ref value);
            });
        }

        private void AppendDense()
        {
            if (_length < 0)
            {
                _length = _buffer.Length;
                while ((2L << _rowsLog2) * _length <= ChunkItems)
                    _rowsLog2++;
            }
            var chunk = (int)(_denseRows >> _rowsLog2);
            var at = (int)(_denseRows & ((1L << _rowsLog2) - 1)) * _length;
            if (chunk == _dense.Count)
                _dense.Add(new T[chunk == 0 ? _length : _length << _rowsLog2]);
            if (at == _dense[chunk].Length)
            {
                var grown = new T[Math.Min(2 * at, _length << _rowsLog2)];
                _dense[chunk].CopyTo(grown, 0);
                _dense[chunk] = grown;
            }
            _buffer.GetValues().CopyTo(_dense[chunk].AsSpan(at));
            _denseRows++;
        }
    }
}
