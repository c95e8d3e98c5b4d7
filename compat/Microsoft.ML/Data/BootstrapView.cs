using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// Each row as often as a draw from the Poisson distribution of mean 1 says, or (complement) the rows drawn zero times.
internal sealed class BootstrapView : IDataView
{
    private readonly IHost _host;
    private readonly IDataView _source;
    private readonly uint _seed;
    private readonly bool _complement;

    public BootstrapView(IHostEnvironment env, IDataView source, int? seed, bool complement)
    {
        _host = env.Register("BootstrapSample");
        _source = source;
        _seed = (uint)(seed ?? _host.Rand.Next());
        _complement = complement;
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = Schema.ActiveColumns(columnsNeeded);
        return new Cursor(_host, _source.GetRowCursor(Schema.Where(active)), active, new TauswortheRandom(_seed), _complement);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(IHost host, DataViewRowCursor input, bool[] active, TauswortheRandom random, bool complement) : LinkedCursor(host, input, active)
    {
        private static readonly double Limit = Math.Exp(-1);
        private int _left;

        public override ValueGetter<DataViewRowId> GetIdGetter()
        {
            var getter = Input.GetIdGetter();
            return (ref DataViewRowId id) =>
            {
                getter(ref id);
                // A repetition is another row.
                if (_left > 0)
                    id = id.Combine(new DataViewRowId((ulong)_left, 0));
            };
        }

        protected override bool MoveNextCore()
        {
            if (_left > 0)
            {
                _left--;
                return true;
            }
            while (Input.MoveNext())
            {
                var times = Poisson();
                if (complement ? times == 0 : times > 0)
                {
                    _left = complement ? 0 : times - 1;
                    return true;
                }
            }
            return false;
        }

        private int Poisson()
        {
            var times = 0;
            for (var product = random.NextDouble(); product > Limit; product *= random.NextDouble())
                times++;
            return times;
        }
    }
}
