using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// Leaves out rows at the start and passes on a limited number of those that follow.
internal sealed class RangeView : IDataView
{
    private readonly IHost _host;
    private readonly IDataView _source;
    private readonly long _skip;
    private readonly long _take;

    public RangeView(IHostEnvironment env, IDataView source, long skip, long take)
    {
        _host = env.Register("SkipTakeFilter");
        _source = source;
        _skip = skip;
        _take = take;
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => _source.GetRowCount() is { } count ? Math.Min(Math.Max(0, count - _skip), _take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = Schema.ActiveColumns(columnsNeeded);
        return new Cursor(_host, _source.GetRowCursor(Schema.Where(active)), active, _skip, _take);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(IHost host, DataViewRowCursor input, bool[] active, long skip, long take) : LinkedCursor(host, input, active)
    {
        private long _skip = skip;
        private long _left = take;

        public override long Batch => 0;

        protected override bool MoveNextCore()
        {
            for (; _skip > 0; _skip--)
                if (!Input.MoveNext())
                    return false;
            return _left-- > 0 && Input.MoveNext();
        }
    }
}
