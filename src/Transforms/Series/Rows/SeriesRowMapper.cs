using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>An operation that needs no other rows, for prediction engines.</summary>
internal sealed class SeriesRowMapper(SeriesDescription description, SeriesSchema schema) : IRowToRowMapper
{
    /// <inheritdoc/>
    public DataViewSchema InputSchema => schema.Input;

    /// <inheritdoc/>
    public DataViewSchema OutputSchema => schema.Output;

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        schema.Dependencies(schema.Active(dependingColumns), own: true);

    /// <inheritdoc/>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedRow(description, schema, input, schema.Active(activeColumns));
    }

    private sealed class MappedRow(SeriesDescription description, SeriesSchema schema, DataViewRow input, bool[] active) : DataViewRow
    {
        private readonly IReadOnlyList<SeriesOutput> _outputs = description.Outputs();
        private readonly SeriesPass? _pass = schema.NeedsOperation(active) ? new(description, schema, input, ahead: null) : null;
        private SeriesRow? _current;
        private long _at = long.MinValue;

        public override DataViewSchema Schema => schema.Output;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            schema.CheckGetter<TValue>(column, active);
            return column.Index < schema.Input.Count
                ? input.GetGetter<TValue>(schema.Input[column.Index])
                : (ValueGetter<TValue>)SeriesCursor.Getter(_outputs, column.Index - schema.Input.Count, Current);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }

        // A row is worked out when it is read, and once for each position.
        private SeriesRow Current()
        {
            if (_current is null || _at != input.Position)
                (_current, _at) = (_pass!.Next(), input.Position);
            return _current;
        }
    }
}
