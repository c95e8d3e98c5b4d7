using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// Some of the input's columns, in another order.
internal sealed class SelectionMapper : IRowToRowMapper
{
    private readonly IHost _host;
    private readonly int[] _inputIndex;

    public SelectionMapper(IHost host, DataViewSchema inputSchema, int[] inputIndex)
    {
        _host = host;
        _inputIndex = inputIndex;
        InputSchema = inputSchema;
        OutputSchema = new DataViewSchema(Array.ConvertAll(inputIndex, i => new DataViewSchema.DetachedColumn(inputSchema[i])));
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        InputSchema.Where(ActiveInputs(OutputSchema.ActiveColumns(dependingColumns)));

    public bool[] ActiveInputs(bool[] active)
    {
        var inputs = new bool[InputSchema.Count];
        for (var i = 0; i < active.Length; i++)
            if (active[i])
                inputs[_inputIndex[i]] = true;
        return inputs;
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        _host.CheckValue(input, nameof(input));
        _host.Check(input.Schema == InputSchema, "Schema of input row must be the same as the schema the mapper is bound to");
        return new Row(this, input, OutputSchema.ActiveColumns(activeColumns));
    }

    public ValueGetter<TValue> Getter<TValue>(DataViewRow input, DataViewSchema.Column column, bool[] active)
    {
        _host.CheckActive(active[OutputSchema.CheckIndex(column)], column);
        return input.GetGetter<TValue>(InputSchema[_inputIndex[column.Index]]);
    }

    private sealed class Row(SelectionMapper mapper, DataViewRow input, bool[] active) : DataViewRow
    {
        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => mapper.OutputSchema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => mapper.Getter<TValue>(input, column, active);

        public override bool IsColumnActive(DataViewSchema.Column column) => active[Schema.CheckIndex(column)];

        protected override void Dispose(bool disposing) => input.Dispose();
    }
}

internal sealed class SelectionView : IDataView
{
    private readonly IHost _host;
    private readonly IDataView _source;
    private readonly SelectionMapper _mapper;

    public SelectionView(IHost host, IDataView source, SelectionMapper mapper)
    {
        _host = host;
        _source = source;
        _mapper = mapper;
    }

    public bool CanShuffle => _source.CanShuffle;

    public DataViewSchema Schema => _mapper.OutputSchema;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = Schema.ActiveColumns(columnsNeeded);
        return new Cursor(_mapper, _source.GetRowCursor(_source.Schema.Where(_mapper.ActiveInputs(active)), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = Schema.ActiveColumns(columnsNeeded);
        var inputs = _source.GetRowCursorSet(_source.Schema.Where(_mapper.ActiveInputs(active)), n, rand);
        _host.Check(inputs is { Length: > 0 }, "The source gave no cursors");
        return Array.ConvertAll(inputs, input => (DataViewRowCursor)new Cursor(_mapper, input, active));
    }

    private sealed class Cursor(SelectionMapper mapper, DataViewRowCursor input, bool[] active) : DataViewRowCursor
    {
        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => mapper.OutputSchema;

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => mapper.Getter<TValue>(input, column, active);

        public override bool IsColumnActive(DataViewSchema.Column column) => active[Schema.CheckIndex(column)];

        protected override void Dispose(bool disposing) => input.Dispose();
    }
}
