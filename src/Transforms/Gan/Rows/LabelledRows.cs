using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>
/// The rows of a view whose label is not missing, as ML.NET's trainers leave out the others, and is a class that was learned.
/// </summary>
internal sealed class LabelledRows : SingleCursorView
{
    private readonly IDataView _source;
    private readonly string _label;
    private readonly TableColumn? _learned;

    private LabelledRows(IDataView source, string label, TableColumn? learned) : base(source.Schema) =>
        (_source, _label, _learned) = (source, label, learned);

    /// <summary>The rows of a view that have a label.</summary>
    /// <param name="source">The data.</param>
    /// <param name="label">Name of a boolean, text or key column.</param>
    /// <param name="learned">Knows the classes that may be; null lets all be.</param>
    public static LabelledRows Of(IDataView source, string label, TableColumn? learned = null) => new(source, label, learned);

    /// <inheritdoc/>
    public override long? GetRowCount() => null;

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(_source.GetRowCursor(columnsNeeded.Append(Schema[_label]).DistinctBy(c => c.Index)), Schema[_label], _learned);

    private sealed class Cursor(DataViewRowCursor source, DataViewSchema.Column label, TableColumn? learned) : PassThroughCursor(source)
    {
        private readonly Func<string> _label = CategoryCells.Reader(source, label);

        public override bool MoveNext()
        {
            while (Source.MoveNext())
            {
                var value = _label();
                if ((label.Type is not KeyDataViewType || value != "0") && (learned is null || learned.PlaceOf(value) >= 0))
                    return true;
            }
            return false;
        }
    }
}
