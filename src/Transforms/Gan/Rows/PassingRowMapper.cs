using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Leaves rows as they are: a row that is predicted needs no company. The marker column says that it is real.</summary>
internal sealed class PassingRowMapper(MarkedSchema schema) : IRowToRowMapper
{
    /// <inheritdoc/>
    public DataViewSchema InputSchema => schema.Input;

    /// <inheritdoc/>
    public DataViewSchema OutputSchema => schema.Output;

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        schema.Dependencies(schema.Active(dependingColumns));

    /// <inheritdoc/>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new PassingRow(schema, input, schema.Active(activeColumns));
    }

    private sealed class PassingRow(MarkedSchema schema, DataViewRow input, bool[] active) : DataViewRow
    {
        public override DataViewSchema Schema => schema.Output;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            schema.CheckGetter<TValue>(column, active);
            return column.Index == schema.Marker
                ? (ValueGetter<TValue>)(Delegate)(ValueGetter<bool>)((ref bool value) => value = false)
                : input.GetGetter<TValue>(schema.Input[column.Index]);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
