using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Audio;

/// <summary>Single rows with a column of sounds, or of what is seen in them: what prediction engines use.</summary>
internal sealed class AudioRowMapper(AudioSchema schema) : IRowToRowMapper
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
        return new Row(schema, input, schema.Active(activeColumns));
    }

    private sealed class Row(AudioSchema schema, DataViewRow input, bool[] active) : DataViewRow
    {
        public override DataViewSchema Schema => schema.Output;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            schema.GetterOf<TValue>(input, column, active);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
