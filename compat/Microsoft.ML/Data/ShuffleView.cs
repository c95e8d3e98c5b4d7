using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// Rows in another order: drawn at random from a pool that the source refills.
internal sealed class ShuffleView : IDataView
{
    private readonly IHost _host;
    private readonly IDataView _source;
    private readonly int[] _sourceIndex;
    private readonly int _seed;
    private readonly int _poolSize;
    private readonly bool _shuffleSource;

    public ShuffleView(IHostEnvironment env, IDataView source, int? seed, int poolSize, bool shuffleSource)
    {
        _host = env.Register("Shuffle");
        _source = source;
        _seed = seed ?? _host.Rand.Next();
        _poolSize = poolSize;
        _shuffleSource = shuffleSource;
        var kept = source.Schema.Where(c => BlockLayout.CanCopy(c.Type)).ToArray();
        _sourceIndex = Array.ConvertAll(kept, c => c.Index);
        Schema = kept.Length == source.Schema.Count ? source.Schema : new DataViewSchema(Array.ConvertAll(kept, c => new DataViewSchema.DetachedColumn(c)));
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = Schema.ActiveColumns(columnsNeeded);
        // Without a given generator every pass has the same order.
        rand ??= new TauswortheRandom((uint)_seed);
        var sourceActive = new bool[_source.Schema.Count];
        for (var i = 0; i < active.Length; i++)
            sourceActive[_sourceIndex[i]] = active[i];
        var input = _source.GetRowCursor(_source.Schema.Where(sourceActive), _shuffleSource && _source.CanShuffle ? rand : null);
        return new Cursor(_host, new BlockLayout(Schema, active), new BlockLayout(_source.Schema, sourceActive), input, rand, _poolSize);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : BlockCursor
    {
        private readonly DataViewRowCursor _input;
        private readonly Random _rand;
        private readonly int _poolSize;
        private readonly ValueBlock.Filler[] _fillers;
        private readonly List<ValueBlock[]> _pool = [];
        private readonly BlockLayout _layout;
        private int _last = -1;

        public Cursor(IHost host, BlockLayout layout, BlockLayout sourceLayout, DataViewRowCursor input, Random rand, int poolSize) : base(host, layout)
        {
            _layout = layout;
            _input = input;
            _rand = rand;
            _poolSize = poolSize;
            _fillers = sourceLayout.FillersOf(input, layout.NewBlocks(0));
        }

        protected override bool MoveNextCore()
        {
            // The slot of the row delivered last is free again; at the end of the source the pool shrinks by it.
            if (_last >= 0 && !(_input.MoveNext() && Read(_pool[_last])))
            {
                _pool[_last] = _pool[^1];
                _pool.RemoveAt(_pool.Count - 1);
            }
            else if (_last < 0)
                while (_pool.Count < _poolSize && _input.MoveNext())
                {
                    _pool.Add(_layout.NewBlocks(1));
                    Read(_pool[^1]);
                }
            if (_pool.Count == 0)
                return false;
            _last = _poolSize == 1 ? 0 : _rand.Next(_pool.Count);
            Current = _pool[_last];
            CurrentSlot = 0;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _input.Dispose();
        }

        private bool Read(ValueBlock[] row)
        {
            for (var i = 0; i < _fillers.Length; i++)
                _fillers[i](row[i], 0);
            return true;
        }
    }
}
