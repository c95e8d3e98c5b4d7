using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// The lazy view of a row-to-row transform.
internal sealed class RowToRowView : IDataView
{
    private readonly IHost _host;
    private readonly IDataView _source;
    private readonly RowToRowMapper _mapper;

    public RowToRowView(IHost host, IDataView source, RowToRowMapper mapper)
    {
        _host = host;
        _source = source;
        _mapper = mapper;
    }

    public DataViewSchema Schema => _mapper.OutputSchema;

    public bool CanShuffle => _source.CanShuffle;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = Schema.ActiveColumns(columnsNeeded);
        rand = CanShuffle ? rand : null;
        if (_mapper.AnyAddedActive(active) && ParallelCursors.TryConsolidate(_host, this, active, rand, out var consolidated))
            return consolidated;
        return Over(_source.GetRowCursor(_source.Schema.Where(_mapper.ActiveInputs(active)), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = Schema.ActiveColumns(columnsNeeded);
        rand = CanShuffle ? rand : null;
        var inputs = _source.GetRowCursorSet(_source.Schema.Where(_mapper.ActiveInputs(active)), n, rand);
        _host.Check(inputs is { Length: > 0 }, "The source gave no cursors");
        if (inputs.Length == 1 && n > 1 && _mapper.AnyAddedActive(active))
            inputs = ParallelCursors.Split(_host, inputs[0], n);
        return Array.ConvertAll(inputs, input => Over(input, active));
    }

    private DataViewRowCursor Over(DataViewRowCursor input, bool[] active)
    {
        try
        {
            return new Cursor(_host, _mapper, input, active);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly DataViewRowCursor _input;
        private readonly RowToRowMapper.RowValues _values;

        public Cursor(IHost host, RowToRowMapper mapper, DataViewRowCursor input, bool[] active)
        {
            _input = input;
            _values = new RowToRowMapper.RowValues(host, mapper, input, active);
        }

        public override long Position => _input.Position;

        public override long Batch => _input.Batch;

        public override DataViewSchema Schema => _values.Schema;

        public override bool MoveNext() => _input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _values.Getter<TValue>(column);

        public override bool IsColumnActive(DataViewSchema.Column column) => _values.IsActive(column);

        protected override void Dispose(bool disposing)
        {
            _values.Dispose();
            _input.Dispose();
        }
    }
}
