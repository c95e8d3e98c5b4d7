using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Some rows of a view, by their place in it.</summary>
/// <param name="source">The data; every pass must go through their rows in the same order.</param>
/// <param name="keeps">For each row whether it is kept; rows beyond are not.</param>
internal sealed class ChosenRows(IDataView source, bool[] keeps) : SingleCursorView(source.Schema)
{
    /// <inheritdoc/>
    public override long? GetRowCount() => keeps.LongCount(kept => kept);

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded), keeps);

    private sealed class Cursor(DataViewRowCursor source, bool[] keeps) : PassThroughCursor(source)
    {
        private int _next;
        private long _position = -1;

        public override long Position => _position;

        public override bool MoveNext()
        {
            while (_next < keeps.Length && Source.MoveNext())
                if (keeps[_next++])
                {
                    _position++;
                    return true;
                }
            _position = -1;
            return false;
        }
    }
}
