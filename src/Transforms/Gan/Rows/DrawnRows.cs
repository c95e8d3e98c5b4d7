using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Some rows of a view, drawn at random and in their order; always the same ones.</summary>
/// <param name="source">The data.</param>
/// <param name="all">How many rows they have.</param>
/// <param name="rows">How many are drawn; all, if there are no more.</param>
internal sealed class DrawnRows(IDataView source, long all, long rows) : SingleCursorView(source.Schema)
{
    /// <inheritdoc/>
    public override long? GetRowCount() => Math.Min(all, rows);

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded), all, rows);

    private sealed class Cursor(DataViewRowCursor source, long all, long rows) : PassThroughCursor(source)
    {
        private readonly Random _random = new(0);
        private long _left = all;
        private long _wanted = rows;
        private bool _ended;

        public override long Position => _ended ? -1 : Source.Position;

        // Each row is taken with the share of those still wanted among those still to come: in the end just so many are.
        public override bool MoveNext()
        {
            while (_wanted > 0 && Source.MoveNext())
                if (_random.NextDouble() * _left-- < _wanted)
                {
                    _wanted--;
                    return true;
                }
            _ended = true;
            return false;
        }
    }
}
