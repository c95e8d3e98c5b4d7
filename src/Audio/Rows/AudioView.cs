using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Audio;

/// <summary>The lazy view of rows with a column of sounds, or of what is seen in them. Rows need no other rows.</summary>
internal sealed class AudioView(AudioSchema schema, IDataView source) : IDataView
{
    /// <inheritdoc/>
    public DataViewSchema Schema => schema.Output;

    /// <inheritdoc/>
    public bool CanShuffle => source.CanShuffle;

    /// <inheritdoc/>
    public long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = schema.Active(columnsNeeded);
        return new Cursor(schema, source.GetRowCursor(schema.Dependencies(active), rand), active);
    }

    /// <inheritdoc/>
    /// <remarks>As many as the source gives: files are read and analysed on as many threads.</remarks>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = schema.Active(columnsNeeded);
        return [.. source.GetRowCursorSet(schema.Dependencies(active), n, rand).Select(cursor => new Cursor(schema, cursor, active))];
    }

    private sealed class Cursor(AudioSchema schema, DataViewRowCursor source, bool[] active) : PassThroughCursor(source)
    {
        public override DataViewSchema Schema => schema.Output;

        public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            schema.GetterOf<TValue>(Source, column, active);
    }
}
