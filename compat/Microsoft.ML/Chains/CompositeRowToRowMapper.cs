using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// Several row mappers, each over the other's output schema, as one.
internal sealed class CompositeRowToRowMapper : IRowToRowMapper
{
    private readonly IRowToRowMapper[] _mappers;

    public CompositeRowToRowMapper(DataViewSchema inputSchema, IRowToRowMapper[] mappers)
    {
        InputSchema = inputSchema;
        _mappers = mappers;
        OutputSchema = mappers.Length == 0 ? inputSchema : mappers[^1].OutputSchema;
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public static CompositeRowToRowMapper Create(DataViewSchema inputSchema, ITransformer[] transformers)
    {
        var mappers = new IRowToRowMapper[transformers.Length];
        var schema = inputSchema;
        for (var i = 0; i < mappers.Length; i++)
        {
            mappers[i] = transformers[i].GetRowToRowMapper(schema);
            schema = mappers[i].OutputSchema;
        }
        return new CompositeRowToRowMapper(inputSchema, mappers);
    }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        for (var i = _mappers.Length - 1; i >= 0; i--)
            dependingColumns = _mappers[i].GetDependencies(dependingColumns);
        return dependingColumns;
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Contracts.CheckValue(null, input, nameof(input));
        Contracts.CheckValue(null, activeColumns, nameof(activeColumns));
        Contracts.CheckParam(null, input.Schema == InputSchema, nameof(input), "Schema of input row must be the same as the schema the mapper is bound to");
        if (_mappers.Length == 0)
            return new Selection(input, InputSchema.ActiveColumns(activeColumns));

        var needed = new IEnumerable<DataViewSchema.Column>[_mappers.Length];
        needed[^1] = [.. activeColumns];
        for (var i = _mappers.Length - 1; i > 0; i--)
            needed[i - 1] = [.. _mappers[i].GetDependencies(needed[i])];
        for (var i = 0; i < _mappers.Length; i++)
            input = _mappers[i].GetRow(input, needed[i]);
        return input;
    }

    /// The input row with some of its columns active, for a composite without mappers.
    private sealed class Selection : DataViewRow
    {
        private readonly DataViewRow _input;
        private readonly bool[] _active;

        public Selection(DataViewRow input, bool[] active)
        {
            _input = input;
            _active = active;
        }

        public override long Position => _input.Position;

        public override long Batch => _input.Batch;

        public override DataViewSchema Schema => _input.Schema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[Schema.CheckIndex(column)];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            RowExtensions.CheckActive(null, IsColumnActive(column), column);
            return _input.GetGetter<TValue>(column);
        }

        protected override void Dispose(bool disposing) => _input.Dispose();
    }
}
