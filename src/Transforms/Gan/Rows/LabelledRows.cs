using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The rows of a view whose label is not missing, as ML.NET's trainers leave out the others, and is a class that was learned.</summary>
internal sealed class LabelledRows : IDataView
{
    private readonly IDataView _source;
    private readonly string _label;
    private readonly TableColumn? _learned;

    private LabelledRows(IDataView source, string label, TableColumn? learned) => (_source, _label, _learned) = (source, label, learned);

    /// <summary>The rows of a view that have a label.</summary>
    /// <param name="source">The data.</param>
    /// <param name="label">Name of a boolean, text or key column.</param>
    /// <param name="learned">Knows the classes that may be; null lets all be.</param>
    public static LabelledRows Of(IDataView source, string label, TableColumn? learned = null) => new(source, label, learned);

    /// <inheritdoc/>
    public DataViewSchema Schema => _source.Schema;

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public long? GetRowCount() => null;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(_source.GetRowCursor(columnsNeeded.Append(Schema[_label]).DistinctBy(c => c.Index)), Schema[_label], _learned);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor source, DataViewSchema.Column label, TableColumn? learned) : DataViewRowCursor
    {
        private readonly Func<string> _label = CategoryCells.Reader(source, label);

        public override DataViewSchema Schema => source.Schema;

        public override long Position => source.Position;

        public override long Batch => source.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => source.IsColumnActive(column);

        public override bool MoveNext()
        {
            while (source.MoveNext())
            {
                var value = _label();
                if ((label.Type is not KeyDataViewType || value != "0") && (learned is null || learned.PlaceOf(value) >= 0))
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
