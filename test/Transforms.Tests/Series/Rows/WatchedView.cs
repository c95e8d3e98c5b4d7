using Microsoft.ML;

namespace DeepML.Transforms.Tests.Series.Rows;

/// <summary>A view that knows which columns it was asked for, how many rows were read, and how many cursors are open.</summary>
/// <param name="source">The rows.</param>
internal sealed class WatchedView(IDataView source) : IDataView
{
    public DataViewSchema Schema => source.Schema;

    public bool CanShuffle => source.CanShuffle;

    /// <summary>Cursors that were made.</summary>
    public int Made { get; private set; }

    /// <summary>Cursors that were made and not disposed.</summary>
    public int Open { get; private set; }

    /// <summary>Rows that all cursors have read together.</summary>
    public int Rows { get; private set; }

    /// <summary>Names of the columns that the latest cursors were asked for, one text a cursor.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Which cursor, counted from 1, is refused; 0 for none.</summary>
    public int Refused { get; init; }

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        Asked.Add(string.Join(" ", columns.Select(column => column.Name)));
        if (++Made == Refused)
            throw new IOException("The rows cannot be read.");
        Open++;
        return new Cursor(source.GetRowCursor(columns, rand), this);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor rows, WatchedView view) : PassThroughCursor(rows)
    {
        private bool _closed;

        public override bool MoveNext()
        {
            var moved = base.MoveNext();
            view.Rows += moved ? 1 : 0;
            return moved;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_closed)
                view.Open--;
            _closed = true;
            base.Dispose(disposing);
        }
    }
}
