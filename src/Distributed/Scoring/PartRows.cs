using DeepML.Transforms;
using Microsoft.ML;

namespace DeepML.Distributed;

/// <summary>The rows of the parts that this process scores; reading them counts all rows of the file.</summary>
/// <param name="source">The rows of a file, in their order.</param>
/// <param name="rowsPerPart">Rows of a part.</param>
/// <param name="isOwn">Whether a part, by its number in the file, is to be scored here.</param>
internal sealed class PartRows(IDataView source, long rowsPerPart, Func<int, bool> isOwn) : SingleCursorView(source.Schema)
{
    /// <summary>Rows of the file, once a cursor has gone through them.</summary>
    public long? Count { get; private set; }

    /// <summary>Unknown: the rows have to be read.</summary>
    public override long? GetRowCount() => null;

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded), this, rowsPerPart, isOwn);

    private sealed class Cursor(DataViewRowCursor source, PartRows rows, long rowsPerPart, Func<int, bool> isOwn)
        : PassThroughCursor(source)
    {
        private long _row = -1; // of the file
        private long _position = -1;

        public override long Position => _position;

        public override bool MoveNext()
        {
            while (Source.MoveNext())
            {
                _row++;
                if (!isOwn((int)(_row / rowsPerPart)))
                    continue;
                _position++;
                return true;
            }
            rows.Count = _row + 1;
            _position = -1;
            return false;
        }
    }
}
