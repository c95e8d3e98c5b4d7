using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// Passes on the rows that a predicate accepts. The predicate sees one row only, or (serial) the rows in their order.
internal sealed class FilterView : IDataView
{
    private readonly IHost _host;
    private readonly IDataView _source;
    private readonly DataViewSchema.Column[] _inputs;
    private readonly Func<DataViewRow, Func<bool>> _makePredicate;
    private readonly bool _serial;

    public FilterView(IHostEnvironment env, IDataView source, DataViewSchema.Column[] inputs, Func<DataViewRow, Func<bool>> makePredicate, bool serial = false)
    {
        _host = env.Register("Filter");
        _source = source;
        _inputs = inputs;
        _makePredicate = makePredicate;
        _serial = serial;
    }

    public bool CanShuffle => !_serial && _source.CanShuffle;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = Active(columnsNeeded);
        return Over(_source.GetRowCursor(Schema.Where(active), CanShuffle ? rand : null), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        if (_serial)
            return [GetRowCursor(columnsNeeded)];
        var active = Active(columnsNeeded);
        return Array.ConvertAll(_source.GetRowCursorSet(Schema.Where(active), n, CanShuffle ? rand : null), input => Over(input, active));
    }

    private bool[] Active(IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        var active = Schema.ActiveColumns(columnsNeeded);
        foreach (var input in _inputs)
            active[input.Index] = true;
        return active;
    }

    private Cursor Over(DataViewRowCursor input, bool[] active)
    {
        try
        {
            return new Cursor(_host, input, active, _makePredicate(input));
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    private sealed class Cursor(IHost host, DataViewRowCursor input, bool[] active, Func<bool> accepts) : LinkedCursor(host, input, active)
    {
        protected override bool MoveNextCore()
        {
            while (Input.MoveNext())
                if (accepts())
                    return true;
            return false;
        }
    }
}
