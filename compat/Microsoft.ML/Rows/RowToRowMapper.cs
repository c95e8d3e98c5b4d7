using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// A RowMapper with the schema that results: input columns pass through, added ones are merged in.
internal sealed class RowToRowMapper : IRowToRowMapper
{
    /// For an output column: the input column's index when it passes through, else the complement of the added column's number.
    private readonly int[] _sources;
    private readonly IHost _host;

    public RowToRowMapper(IHost host, RowMapper mapper)
    {
        _host = host;
        Mapper = mapper;
        InputSchema = mapper.InputSchema;

        // Each entry is an input index or the complement of an added column's number.
        var order = Enumerable.Range(0, InputSchema.Count).ToList();
        var names = InputSchema.Select(c => c.Name).ToList();
        for (var i = 0; i < mapper.Outputs.Length; i++)
        {
            var name = mapper.Outputs[i].Name;
            var at = names.LastIndexOf(name);
            at = at < 0 ? names.Count : at + 1;
            names.Insert(at, name);
            order.Insert(at, ~i);
        }
        _sources = [.. order];
        OutputSchema = new DataViewSchema([.. order.Select(s => s >= 0 ? new DataViewSchema.DetachedColumn(InputSchema[s]) : mapper.Outputs[~s])]);
    }

    public RowMapper Mapper { get; }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        InputSchema.Where(ActiveInputs(OutputSchema.ActiveColumns(dependingColumns)));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        _host.CheckValue(input, nameof(input));
        _host.CheckValue(activeColumns, nameof(activeColumns));
        _host.Check(input.Schema == InputSchema, "Schema of input row must be the same as the schema the mapper is bound to");
        var active = OutputSchema.ActiveColumns(activeColumns);
        return new Row(input, new RowValues(_host, this, input, active));
    }

    public bool[] ActiveInputs(bool[] active)
    {
        var inputs = new bool[InputSchema.Count];
        for (var i = 0; i < active.Length; i++)
        {
            if (!active[i])
                continue;
            if (_sources[i] >= 0)
                inputs[_sources[i]] = true;
            else
                foreach (var dependency in Mapper.DependenciesOf(~_sources[i]))
                    inputs[dependency] = true;
        }
        return inputs;
    }

    public bool AnyAddedActive(bool[] active)
    {
        for (var i = 0; i < active.Length; i++)
            if (active[i] && _sources[i] < 0)
                return true;
        return false;
    }

    /// The getters of one row or cursor.
    public sealed class RowValues
    {
        private readonly IHost _host;
        private readonly RowToRowMapper _mapper;
        private readonly DataViewRow _input;
        private readonly bool[] _active;
        private readonly Delegate[] _getters;
        private readonly Action _disposer;

        public RowValues(IHost host, RowToRowMapper mapper, DataViewRow input, bool[] active)
        {
            _host = host;
            _mapper = mapper;
            _input = input;
            _active = active;
            var activeAdded = new bool[mapper.Mapper.Outputs.Length];
            for (var i = 0; i < active.Length; i++)
                if (active[i] && mapper._sources[i] < 0)
                    activeAdded[~mapper._sources[i]] = true;
            _getters = mapper.Mapper.CreateGetters(input, activeAdded, out _disposer);
        }

        public DataViewSchema Schema => _mapper.OutputSchema;

        public bool IsActive(DataViewSchema.Column column) => _active[_mapper.OutputSchema.CheckIndex(column)];

        public ValueGetter<TValue> Getter<TValue>(DataViewSchema.Column column)
        {
            _host.CheckActive(IsActive(column), column);
            var source = _mapper._sources[column.Index];
            return source >= 0
                ? _input.GetGetter<TValue>(_mapper.InputSchema[source])
                : _host.CastGetter<TValue>(_getters[~source], column);
        }

        public void Dispose() => _disposer?.Invoke();
    }

    private sealed class Row : DataViewRow
    {
        private readonly DataViewRow _input;
        private readonly RowValues _values;

        public Row(DataViewRow input, RowValues values)
        {
            _input = input;
            _values = values;
        }

        public override long Position => _input.Position;

        public override long Batch => _input.Batch;

        public override DataViewSchema Schema => _values.Schema;

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
