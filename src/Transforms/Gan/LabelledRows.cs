using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The rows of a view whose label is not missing, as ML.NET's trainers leave out the others.</summary>
internal sealed class LabelledRows : IDataView
{
    private readonly IDataView _source;
    private readonly string _label;

    private LabelledRows(IDataView source, string label) => (_source, _label) = (source, label);

    /// <summary>The rows of a view that have a label.</summary>
    /// <param name="source">The data.</param>
    /// <param name="label">Name of a key column of uint.</param>
    public static LabelledRows Of(IDataView source, string label) => new(source, label);

    /// <inheritdoc/>
    public DataViewSchema Schema => _source.Schema;

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public long? GetRowCount() => null;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(_source.GetRowCursor(columnsNeeded.Append(Schema[_label]).DistinctBy(c => c.Index)), Schema[_label]);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor source, DataViewSchema.Column label) : DataViewRowCursor
    {
        private readonly ValueGetter<uint> _label = source.GetGetter<uint>(label);

        public override DataViewSchema Schema => source.Schema;

        public override long Position => source.Position;

        public override long Batch => source.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => source.IsColumnActive(column);

        public override bool MoveNext()
        {
            while (source.MoveNext())
            {
                var key = 0u;
                _label(ref key);
                if (key > 0)
                    return true;
            }
            return false;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => source.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                source.Dispose();
            base.Dispose(disposing);
        }
    }
}
